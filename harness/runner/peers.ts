import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { findPeerModule } from '../catalogue/peers/peer-modules.ts';
import { withParentDeathSignal } from '../processes/die-with-parent.ts';
import { OutputTail } from '../processes/output-tail.ts';
import { ownGroup } from '../processes/own-group.ts';
import { RUN_ID, withRunMark } from '../processes/run-mark.ts';
import { killChild } from '../processes/signal-group.ts';
import type { Reply } from '../protocol.ts';
import type { ParameterValue } from '../scenario.ts';
import { readLines } from './read-lines.ts';

const READY_LIMIT_MS = 10 * 1000;
/** What a peer wrote before it ended is already in the pipe; a process that it started can hold the pipe open forever. */
const DRAIN_MS = 200;
const MAX_STDERR_LINES = 20;
const MAX_REASON_LENGTH = 200;

export interface PeersOptions {
  readonly execPath: string;
  readonly env: Readonly<Record<string, string>>;
  /** Called with the output of a peer, stdout and stderr, as it arrives. */
  readonly onOutput?: ((chunk: Buffer) => void) | undefined;
  /** How long a peer may take to call sayReady(). 10 s by default. */
  readonly readyLimitMs?: number | undefined;
}

/** The other processes that a run talks to. The parent starts them, so that the measured process does not pay for it. */
export class Peers {
  readonly #children: ChildProcess[] = [];
  readonly #outputs: Promise<void>[] = [];
  readonly #options: PeersOptions;
  readonly #readyLimitMs: number;
  #isClosed = false;
  #stderrLines: readonly string[] = [];

  constructor(options: PeersOptions) {
    this.#options = options;
    this.#readyLimitMs = options.readyLimitMs ?? READY_LIMIT_MS;
  }

  /** The lines of stderr of the peer that could not be started. */
  get stderrLines(): readonly string[] {
    return this.#stderrLines;
  }

  /** Starts a peer and waits until it calls sayReady(). A failure is a reply, not an error. */
  async start(url: string, settings: Readonly<Record<string, ParameterValue>>): Promise<Reply> {
    try {
      const path = await findPeerModule(url);
      // The run may have ended while the peer was compiled.
      return this.#isClosed ? refuse('the run is over') : await this.#start(path, settings);
    } catch (error) {
      return refuse(error instanceof Error ? error.message : String(error));
    }
  }

  /** From now on no peer is started. Returns the leader of the process group of each. */
  close(): number[] {
    this.#isClosed = true;
    // By its handle: where there are no groups, its number may be that of another process by now.
    for (const child of this.#children) killChild(child, 'SIGKILL');
    return this.#children.flatMap(({ pid }) => pid ?? []);
  }

  /** Resolves when all of them have closed their stdout and stderr. */
  async outputEnded(): Promise<void> {
    await Promise.all(this.#outputs);
  }

  async #start(path: string, settings: Readonly<Record<string, ParameterValue>>): Promise<Reply> {
    const { execPath, env, onOutput } = this.#options;
    const words = [...SOURCE_LINES, path, JSON.stringify(settings)];
    const [command, args] = withParentDeathSignal(...withRunMark(env[RUN_ID], execPath, words));
    const child = spawn(command, args, {
      stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
      ...ownGroup(),
      env,
    });
    this.#children.push(child);
    if (child.pid === undefined) throw (await once(child, 'error'))[0];
    const stdout = new OutputTail(child.stdout, onOutput);
    const stderr = new OutputTail(child.stderr, onOutput);
    this.#outputs.push(stdout.ended, stderr.ended);
    child.stdin.on('error', () => {});
    const refuseWith = (message: string): Reply => {
      this.#stderrLines = stderr.lastLines(MAX_STDERR_LINES);
      return refuse(message);
    };
    const abandon = new AbortController();
    const { signal } = abandon;
    try {
      return await Promise.race([
        readReady(child.stdio[3] as Readable),
        once(child, 'exit', { signal }).then(async ([code, killer]) => {
          await Promise.race([stderr.ended, wait(DRAIN_MS, undefined, { signal })]);
          const why = findReason(stderr.lastLines(MAX_STDERR_LINES));
          return refuseWith(`it ended with ${code ?? killer} before it called sayReady()${why}`);
        }),
        wait(this.#readyLimitMs, undefined, { signal }).then(() =>
          refuseWith(
            `it did not call sayReady() within ${this.#readyLimitMs / 1000} s; a peer calls it when it listens`,
          ),
        ),
      ]);
    } finally {
      abandon.abort();
    }
  }
}

async function readReady(stream: Readable): Promise<Reply> {
  for await (const lines of readLines(stream)) {
    for (const line of lines) {
      const port = parsePort(line);
      if (port !== undefined) return { type: 'peer', port };
    }
  }
  return new Promise(() => {}); // It closed its end without a port: its exit or the time limit decides.
}

/** A peer is not trusted either: a line that is not a port is skipped. */
function parsePort(line: string): number | undefined {
  try {
    const said = JSON.parse(line) as { readonly port?: unknown } | null;
    return typeof said?.port === 'number' ? said.port : undefined;
  } catch {
    return undefined;
  }
}

/** Errors of a compiled peer show the lines of its source. */
const SOURCE_LINES = ['--enable-source-maps'];

/** `: TypeError: there is no port`, without its stack; the last line if the peer printed no error. */
function findReason(lines: readonly string[]): string {
  const reason = lines.find((line) => /^\w*(Error|Exception)\b.*: /.test(line)) ?? lines.at(-1);
  return reason === undefined ? '' : `: ${reason.slice(0, MAX_REASON_LENGTH)}`;
}

const refuse = (message: string): Reply => ({ type: 'refused', message });
