import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Reply } from '../protocol.ts';
import type { ParameterValue } from '../scenario.ts';
import { compileScenario } from './compile-scenario.ts';
import { signalGroup } from './end-processes.ts';
import { OutputTail } from './output-tail.ts';
import { readLines } from './read-lines.ts';

const READY_LIMIT_MS = 10 * 1000;

/** The other processes that a run talks to. They are started by the parent, so that the measured process does not pay for it. */
export class Peers {
  readonly #children: ChildProcess[] = [];
  readonly #execPath: string;
  readonly #env: Readonly<Record<string, string>>;

  constructor(execPath: string, env: Readonly<Record<string, string>>) {
    this.#execPath = execPath;
    this.#env = env;
  }

  /** Starts a peer and waits until it says that it is ready. What goes wrong is an answer, not an error. */
  async start(url: string, settings: Readonly<Record<string, ParameterValue>>): Promise<Reply> {
    try {
      return await this.#start(await findPeerModule(url), settings);
    } catch (error) {
      return { type: 'refused', message: error instanceof Error ? error.message : String(error) };
    }
  }

  /** Ends every one of them. */
  end(): void {
    for (const { pid } of this.#children) if (pid !== undefined) signalGroup(pid, 'SIGKILL');
  }

  async #start(path: string, settings: Readonly<Record<string, ParameterValue>>): Promise<Reply> {
    const child = spawn(this.#execPath, [path, JSON.stringify(settings)], {
      stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
      detached: true,
      env: this.#env,
    });
    this.#children.push(child);
    if (child.stdout !== null) new OutputTail(child.stdout);
    const stderr = child.stderr === null ? undefined : new OutputTail(child.stderr);
    child.stdin?.on('error', () => {});
    const abandon = new AbortController();
    const { signal } = abandon;
    try {
      return await Promise.race([
        readReady(child.stdio[3] as Readable),
        once(child, 'exit', { signal }).then(([code]): Reply => {
          return { type: 'refused', message: `it exited with ${code}: ${stderr?.lastLines(5).join(' | ')}` };
        }),
        wait(READY_LIMIT_MS, undefined, { signal }).then((): Reply => {
          return { type: 'refused', message: `it was not ready after ${READY_LIMIT_MS / 1000} s` };
        }),
      ]);
    } finally {
      abandon.abort();
    }
  }
}

/** The compiled file where there is one beside the compiled scenario, else the source, compiled now. */
async function findPeerModule(url: string): Promise<string> {
  const path = fileURLToPath(url);
  const javaScript = path.replace(/\.ts$/, '.js');
  if (existsSync(javaScript)) return javaScript;
  return fileURLToPath(await compileScenario(path));
}

async function readReady(stream: Readable): Promise<Reply> {
  for await (const lines of readLines(stream)) {
    for (const line of lines) {
      const { port } = JSON.parse(line) as { readonly port?: unknown };
      if (typeof port === 'number') return { type: 'peer', port };
    }
  }
  return new Promise(() => {}); // It closed its end without a word: its exit or the time limit tells.
}
