/** A process that keeps a core busy, as another job on the machine would. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface BackgroundLoad {
  readonly pid: number | undefined;
  /** Resolves once it is gone. */
  readonly end: () => Promise<void>;
}

/** Resolves once it is busy. It ends by itself when this process is gone. */
export async function startBackgroundLoad(): Promise<BackgroundLoad> {
  const script =
    'let parent = process.ppid; process.stdout.write("."); for (let i = 0; ; i += 1) { if (i % 1e8 === 0 && process.ppid !== parent) process.exit(); }';
  const load = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(load.stdout, 'data');
  const end = async (): Promise<void> => {
    const exited = once(load, 'exit');
    load.kill('SIGKILL');
    await exited;
  };
  return { pid: load.pid, end };
}
