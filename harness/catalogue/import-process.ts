/**
 * Imports scenario modules in another process: whatever a module does when it is imported, even if it kills the process
 * or writes to its outputs, is only an answer.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { UsageError } from '../errors.ts';
import { compiled } from '../package-root.ts';
import { withParentDeathSignal } from '../processes/die-with-parent.ts';
import { killStrays } from '../processes/kill-strays.ts';
import { ownGroup } from '../processes/own-group.ts';
import { makeRunId } from '../processes/run-id.ts';
import { RUN_ID, withRunMark } from '../processes/run-mark.ts';
import { killChild } from '../processes/signal-group.ts';
import type { DescribeAnswer } from './describe-worker.ts';
import { describeLoadError, describeNeverLoaded, type LoadedModule } from './load-failure.ts';

/** A process that is not blocked answers within this time. */
const RESPONSE_LIMIT_MS = 500;

/** Starting Node takes 20 ms, and on a busy machine much longer. */
const START_LIMIT_MS = 20 * 1000;

type Answer =
  | DescribeAnswer
  | { readonly state: 'exited'; readonly signal: NodeJS.Signals | null }
  | { readonly state: 'not-started'; readonly reason: string }
  | { readonly state: 'out-of-time' };

/** Which Node imports the modules. */
interface ImportingNode {
  readonly execPath: string;
  readonly flags: readonly string[];
}

export class ImportProcess {
  readonly #importLimitMs: number;
  readonly #runId = makeRunId();
  readonly #child: ChildProcess;
  /** Receives the next answer. */
  #receive: ((answer: Answer) => void) | undefined;
  #finish: (answer: Answer) => void = () => {};
  /** What a module started can fail at any time, even between two messages. */
  readonly #ended = new Promise<Answer>((resolve) => {
    this.#finish = resolve;
  });
  readonly #started: Promise<Answer>;

  constructor(importLimitMs: number, node: ImportingNode = { execPath: process.execPath, flags: [] }) {
    this.#importLimitMs = importLimitMs;
    this.#child = start(this.#runId, node);
    this.#child.on('message', (answer: DescribeAnswer) => {
      if (this.#receive !== undefined) this.#receive(answer);
      else if (answer.state === 'failed') this.#finish(answer);
    });
    this.#child.on('error', (error) => {
      this.#finish({ state: 'not-started', reason: error.message });
    });
    this.#child.once('exit', (_code, signal) => this.#finishOnceRead(signal));
    this.#started = this.#await(START_LIMIT_MS);
  }

  /** What the default export of a module declares. Throws a UsageError if it cannot be imported. */
  async import(module: LoadedModule): Promise<unknown> {
    await this.#started;
    const first = await this.#ask(module.url, this.#importLimitMs);
    switch (first.state) {
      case 'declared':
        return first.declared;
      case 'failed':
        throw describeLoadError(module, first.error);
      case 'exited': {
        const how = first.signal === null ? 'it exits' : `its process is killed by ${first.signal}`;
        throw describeNeverLoaded(module, `${how} when it is imported`);
      }
      case 'not-started':
        throw new UsageError(`no process could be started to load scenarios: ${first.reason}`, {
          hint: 'the system refuses it: check its limits of processes and memory, and that there is a /dev/null',
        });
      case 'unsettled':
        throw describeNeverLoaded(module, 'a top-level await never settles');
      default: {
        const second = await this.#ask(null, RESPONSE_LIMIT_MS);
        const isResponsive = second.state === 'responsive';
        const doing = isResponsive
          ? 'a top-level await has not settled'
          : 'it is still blocking the event loop';
        throw describeNeverLoaded(module, `${doing} after ${this.#importLimitMs / 1000} s`);
      }
    }
  }

  /** Kills it, and what it has started, in its group or not. */
  end(): void {
    killChild(this.#child, 'SIGKILL');
    if (this.#child.pid !== undefined) killStrays([this.#child.pid], this.#runId);
  }

  async #ask(question: string | null, limitMs: number): Promise<Answer> {
    const answered = this.#await(limitMs);
    // One that has ended is not an error: it has given its answer.
    if (this.#child.connected) this.#child.send({ question }, () => {});
    return answered;
  }

  async #await(limitMs: number): Promise<Answer> {
    const abandon = new AbortController();
    const answered = new Promise<Answer>((resolve) => {
      this.#receive = resolve;
    });
    try {
      return await Promise.race([
        answered,
        this.#ended,
        wait(limitMs, undefined, { signal: abandon.signal }).then((): Answer => ({ state: 'out-of-time' })),
      ]);
    } finally {
      this.#receive = undefined;
      abandon.abort();
    }
  }

  /** Its last words can still be in the pipe when it has ended. */
  #finishOnceRead(signal: NodeJS.Signals | null): void {
    const finish = (): void => this.#finish({ state: 'exited', signal });
    if (this.#child.connected) this.#child.once('disconnect', finish);
    else finish();
  }
}

function start(runId: string, { execPath, flags }: ImportingNode): ChildProcess {
  // They are for the program of the user, such as a debugger or the coverage of a test.
  const { NODE_OPTIONS: _options, NODE_V8_COVERAGE: _coverage, ...env } = process.env;
  const words = [...flags, '--enable-source-maps', compiled('harness/catalogue/describe-worker.js')];
  const [command, args] = withParentDeathSignal(...withRunMark(runId, execPath, words));
  return spawn(command, args, {
    ...ownGroup(),
    env: { ...env, [RUN_ID]: runId },
    // What a module prints while it is imported is discarded.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    serialization: 'advanced',
  });
}
