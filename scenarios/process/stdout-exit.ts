import { count, defineScenario } from '../../harness/scenario.ts';
import { LINE_BYTES, readProgram } from '../support/process/read-program.ts';

export default defineScenario({
  name: 'stdout-exit',
  title: 'Logs to a pipe, and calls process.exit()',
  about: {
    what: 'Starts a program that prints many lines with console.log() and then calls process.exit(), and reads its stdout, a pipe.',
    why: 'On Linux and macOS, stdout is asynchronous if it is a pipe: console.log() queues what the pipe does not take, without a limit, and process.exit() discards the queue. Writing to a file or a terminal is synchronous, so nothing is lost there, and the fault does not show until the output is piped.',
    expect:
      'A few hundred KiB of 16 MiB arrive, and the exit code is 0. On Windows, where pipes are synchronous, everything arrives.',
  },
  tags: ['process', 'stdout', 'backpressure', 'wrong'],
  pairedWith: 'stdout-pipeline',
  parameters: { lines: count([4096]) },
  expect: {
    checks: ({ parameters: { lines }, recorded }) => ({
      'the program ends without an error': recorded.exitCode === 0,
      'less than half of its output arrives, except on Windows':
        process.platform === 'win32' || (recorded.arrivedBytes ?? 0) < (lines * LINE_BYTES) / 2,
    }),
  },
  async run({ parameters: { lines }, record, signal }) {
    const { exitCode, arrivedBytes } = await readProgram(`(${printLines})(${lines})`, signal);
    record('exitCode', exitCode);
    record('printedBytes', lines * LINE_BYTES);
    record('arrivedBytes', arrivedBytes);
  },
});

/** The program: its source text is passed to `node --eval`. */
function printLines(lines: number): void {
  // biome-ignore lint/suspicious/noConsole: this is what the program is about
  for (let line = 0; line < lines; line += 1) console.log(String(line).padEnd(4095, '.'));
  process.exit(0); // BUG: discards what the pipe has not taken yet
}
