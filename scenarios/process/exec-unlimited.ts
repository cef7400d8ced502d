import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { bytes, defineScenario, MiB } from '../../harness/scenario.ts';
import { printBytes } from '../support/process/print-bytes.ts';

const runProgram = promisify(execFile);

export default defineScenario({
  name: 'exec-unlimited',
  title: 'Collects the whole output of a program, with maxBuffer: Infinity',
  about: {
    what: 'Calls execFile() with maxBuffer: Infinity, as is often done to avoid ERR_CHILD_PROCESS_STDIO_MAXBUFFER.',
    why: 'exec() and execFile() collect stdout and stderr as strings and join them when the program has ended: memory grows with the output of a program that may depend on what users send.',
    expect: 'All of the output is in memory at once, as one string.',
  },
  tags: ['process', 'child-process', 'limit', 'wrong'],
  pairedWith: 'exec-limited',
  parameters: { output: bytes([32 * MiB]) },
  expect: {
    checks: ({ parameters: { output }, recorded }) => ({
      'all of the output is collected': recorded.collectedBytes === output,
    }),
  },
  async run({ parameters: { output }, record, signal }) {
    const program = ['--eval', `(${printBytes})(${output})`];
    const { stdout } = await runProgram(process.execPath, program, {
      maxBuffer: Number.POSITIVE_INFINITY, // BUG: the output has no limit
      signal,
    });
    record('collectedBytes', stdout.length);
    return stdout;
  },
});
