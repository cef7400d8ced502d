import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { pipeline } from 'node:stream/promises';

/** The length of each line that the programs print, with its newline. */
export const LINE_BYTES = 4096;

interface ProgramResult {
  readonly exitCode: number;
  readonly arrivedBytes: number;
}

/** Runs a program in another process, and reads its stdout to the end, through a pipe. */
export async function readProgram(source: string, signal: AbortSignal): Promise<ProgramResult> {
  const program = spawn(process.execPath, ['--eval', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
    signal,
  });
  let arrivedBytes = 0;
  const [[exitCode]] = await Promise.all([
    once(program, 'close') as Promise<[number]>,
    pipeline(program.stdout, async (chunks) => {
      for await (const chunk of chunks) arrivedBytes += chunk.length;
    }),
  ]);
  return { exitCode, arrivedBytes };
}
