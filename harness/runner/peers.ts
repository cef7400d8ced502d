import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { compileScenario } from '../catalogue/compile-scenario.ts';
import { dyingWithParent } from '../processes/die-with-parent.ts';
import { OutputTail } from '../processes/output-tail.ts';
import type { Reply } from '../protocol.ts';
import type { ParameterValue } from '../scenario.ts';
import { readLines } from './read-lines.ts';

const READY_LIMIT_MS = 10 * 1000;
/** What a peer wrote before it ended is in the pipe already; a process of its own can hold the pipe open for ever. */
const DRAIN_MS = 200;
const KEPT_STDERR_LINES = 20;

/** The other processes that a run talks to. They are started by the parent, so that the measured process does not pay for it. */
export class Peers {
  readonly #children: ChildProcess[] = [];
  readonly #execPath: string;
  readonly #env: Readonly<Record<string, string>>;
  readonly #readyLimitMs: number;
  #isClosed = false;

  constructor(execPath: string, env: Readonly<Record<string, string>>, readyLimitMs = READY_LIMIT_MS) {
    this.#execPath = execPath;
    this.#env = env;
    this.#readyLimitMs = readyLimitMs;
  }

  /** Starts a peer and waits until it says that it is ready. What goes wrong is an answer, not an error. */
  async start(url: string, settings: Readonly<Record<string, ParameterValue>>): Promise<Reply> {
    try {
      const path = await findPeerModule(url);
      // The run may have ended while the peer was compiled.
      return this.#isClosed ? refuse('the run is over') : await this.#start(path, settings);
    } catch (error) {
      return refuse(error instanceof Error ? error.message : String(error));
    }
  }

  /** Starts no more of them. Returns the leader of the process group of each. */
  close(): number[] {
    this.#isClosed = true;
    return this.#children.flatMap(({ pid }) => pid ?? []);
  }

  async #start(path: string, settings: Readonly<Record<string, ParameterValue>>): Promise<Reply> {
    const [command, args] = dyingWithParent(this.#execPath, [path, JSON.stringify(settings)]);
    const child = spawn(command, args, {
      stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
      detached: true,
      env: this.#env,
    });
    this.#children.push(child);
    if (child.pid === undefined) throw (await once(child, 'error'))[0];
    new OutputTail(child.stdout);
    const stderr = new OutputTail(child.stderr);
    child.stdin.on('error', () => {});
    const lastLines = (): string => stderr.lastLines(KEPT_STDERR_LINES).join(' | ');
    const abandon = new AbortController();
    const { signal } = abandon;
    try {
      return await Promise.race([
        readReady(child.stdio[3] as Readable),
        once(child, 'exit', { signal }).then(async ([code, killer]) => {
          await Promise.race([stderr.ended, wait(DRAIN_MS, undefined, { signal })]);
          return refuse(`it ended with ${code ?? killer} before it was ready: ${lastLines()}`);
        }),
        wait(this.#readyLimitMs, undefined, { signal }).then(() =>
          refuse(`it was not ready after ${this.#readyLimitMs / 1000} s: ${lastLines()}`),
        ),
      ]);
    } finally {
      abandon.abort();
    }
  }
}

/** A source is compiled now; where there is none, because it has been compiled already, it is the file beside it. */
async function findPeerModule(url: string): Promise<string> {
  const path = fileURLToPath(url);
  if (!existsSync(path)) return path.replace(/\.ts$/, '.js');
  return /\.m?ts$/.test(path) ? fileURLToPath(await compileScenario(path)) : path;
}

async function readReady(stream: Readable): Promise<Reply> {
  for await (const lines of readLines(stream)) {
    for (const line of lines) {
      const port = parsePort(line);
      if (port !== undefined) return { type: 'peer', port };
    }
  }
  return new Promise(() => {}); // It closed its end without a word: its exit or the time limit tells.
}

/** A peer is trusted as little as a child: what does not say a port is passed over. */
function parsePort(line: string): number | undefined {
  try {
    const said = JSON.parse(line) as { readonly port?: unknown } | null;
    return typeof said?.port === 'number' ? said.port : undefined;
  } catch {
    return undefined;
  }
}

const refuse = (message: string): Reply => ({ type: 'refused', message });
