import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { bytes, defineScenario, MiB } from '../../harness/scenario.ts';
import { printBytes } from '../support/process/print-bytes.ts';

const runProgram = promisify(execFile);

export default defineScenario({
  name: 'exec-limited',
  title: 'Collects the output of a program up to a limit',
  about: {
    what: 'Calls execFile() with a limit, maxBuffer; the default is 1 MiB.',
    why: 'A program that prints more is killed, and the call rejects with ERR_CHILD_PROCESS_STDIO_MAXBUFFER and what was collected up to the limit. If the output may be long, use spawn() and read stdout as a stream.',
    expect: 'The call rejects, and has collected no more than maxBuffer.',
  },
  tags: ['process', 'child-process', 'limit', 'right'],
  pairedWith: 'exec-unlimited',
  parameters: { maxBuffer: bytes([1 * MiB]), output: bytes([32 * MiB]) },
  expect: {
    checks: ({ parameters: { maxBuffer }, recorded }) => ({
      'the call rejects': recorded.isRefused === 1,
      'maxBuffer is collected, and no more': recorded.collectedBytes === maxBuffer,
    }),
  },
  async run({ parameters: { maxBuffer, output }, record, signal }) {
    const program = ['--eval', `(${printBytes})(${output})`];
    try {
      await runProgram(process.execPath, program, { maxBuffer, signal });
      record('isRefused', 0);
    } catch (error) {
      const { code, stdout } = error as NodeJS.ErrnoException & { readonly stdout: string };
      if (code !== 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') throw error;
      record('isRefused', 1);
      record('collectedBytes', stdout.length);
    }
  },
});
