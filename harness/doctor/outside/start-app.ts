/** Starts the program that is examined, and leaves everything else of it alone. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { sep } from 'node:path';
import { UsageError } from '../../errors.ts';
import { findProgram, type Program } from '../../processes/find-program.ts';
import { describeThisMachine } from '../../processes/this-machine.ts';
import { findSerialization, passMessages } from './pass-on/pass-messages.ts';

export interface AppEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface StartedApp {
  readonly pid: number;
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly ended: Promise<AppEnd>;
}

/** It reads and prints as without the doctor. Throws a UsageError if it cannot be started. */
export async function startApp(
  [name, ...args]: readonly [string, ...string[]],
  env: NodeJS.ProcessEnv,
): Promise<StartedApp> {
  const { command, leading } = locate(name, args);
  const serialization = findSerialization();
  const child = spawn(command, [...leading, ...args], {
    stdio: ['inherit', 'inherit', 'inherit', ...(serialization ? (['ipc'] as const) : [])],
    ...(serialization && { serialization }),
    env,
    windowsHide: true,
  });
  try {
    await once(child, 'spawn');
  } catch (error) {
    throw cannotStart(name, args, error);
  }
  if (serialization !== undefined) passMessages(child);
  return {
    pid: child.pid as number,
    kill: (signal) => child.kill(signal),
    ended: waitForEnd(child),
  };
}

async function waitForEnd(child: ChildProcess): Promise<AppEnd> {
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  return { code, signal };
}

/** A path is used as it is; a name is looked up without a shell, which would interpret the arguments. */
function locate(name: string, args: readonly string[]): Program {
  if (name.includes('/') || name.includes(sep)) return { command: name, leading: [] };
  const found = findProgram(name, describeThisMachine());
  if (found === undefined) throw cannotStart(name, args, undefined);
  return found;
}

function cannotStart(name: string, args: readonly string[], cause: unknown): UsageError {
  const code = (cause as NodeJS.ErrnoException | undefined)?.code ?? 'ENOENT';
  const reason = code === 'ENOENT' ? 'it was not found' : code === 'EACCES' ? 'it is not executable' : code;
  return new UsageError(`${name} cannot be started: ${reason}`, { hint: hintFor(name, args), cause });
}

function hintFor(name: string, args: readonly string[]): string {
  if (/\.[cm]?[jt]s$/.test(name)) return `write tidemark doctor -- node ${[name, ...args].join(' ')}`;
  if (name.includes(' ')) return `write the command without quotes: tidemark doctor -- ${name}`;
  return 'give a program on PATH, or its path: tidemark doctor -- node app.js';
}
