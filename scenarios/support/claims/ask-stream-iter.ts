import { execFile } from 'node:child_process';

/** How Node ends if it does not know one of its flags. */
const UNKNOWN_FLAG = 9;

/** The ruling on what node:stream/iter does, where there is none. */
export const WITHOUT_STREAM_ITER = {
  verdict: 'not tested',
  reading: 'this Node has no node:stream/iter',
} as const;

/**
 * The number that a program prints which uses node:stream/iter, in a process of its own, since Node has it only behind a
 * flag. Undefined if this Node does not know that flag.
 */
export function askStreamIter(program: string, signal: AbortSignal): Promise<number | undefined> {
  const args = ['--experimental-stream-iter', '--no-warnings', '--input-type=module', '--eval', program];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { signal }, (error, stdout, stderr) => {
      if (error === null) resolve(Number(stdout));
      else if (error.code === UNKNOWN_FLAG) resolve(undefined);
      else reject(new Error(stderr.trim().split('\n').at(-1) || `it ended with ${error.code}`));
    });
  });
}
