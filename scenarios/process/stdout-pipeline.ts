import { count, defineScenario } from '../../harness/scenario.ts';
import { LINE_BYTES, readProgram } from '../support/process/read-program.ts';

export default defineScenario({
  name: 'stdout-pipeline',
  title: 'Prints to a pipe at the pace of its reader, and sets process.exitCode',
  about: {
    what: 'Starts a program that passes its lines to process.stdout with pipeline(), and sets process.exitCode instead of calling process.exit().',
    why: "pipeline() waits for 'drain', so the program buffers at most a highWaterMark and a line, and rejects with EPIPE if the reader closes the pipe, as head does. Without end: false it closes stdout, and what is printed later is lost. With process.exitCode, the process exits by itself once everything has been written.",
    expect: 'Every byte arrives, and the exit code is the one that the program set.',
  },
  tags: ['process', 'stdout', 'pipeline', 'right'],
  pairedWith: 'stdout-exit',
  parameters: { lines: count([4096]) },
  expect: {
    checks: ({ parameters: { lines }, recorded }) => ({
      'the exit code is the one that the program set': recorded.exitCode === 3,
      'every byte arrives': recorded.arrivedBytes === lines * LINE_BYTES,
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
async function printLines(lines: number): Promise<void> {
  const { pipeline } = await import('node:stream/promises');
  const makeLines = function* () {
    for (let line = 0; line < lines - 1; line += 1) yield `${String(line).padEnd(4095, '.')}\n`;
  };
  await pipeline(makeLines, process.stdout, { end: false });
  process.stdout.write(`${'the last line'.padEnd(4095, '.')}\n`);
  process.exitCode = 3; // some lines had errors
}
