/** One child, from its start to its end, whatever happens to it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import {
  type DescribedError,
  type FinalFigures,
  monotonicMs,
  type PartialFigures,
  type Phase,
  RECORDS_FD,
  REPLIES_FD,
  type Reply,
  type RunRecord,
  SAMPLES_FD,
} from '../protocol.ts';
import type { RunOutcome } from '../result.ts';
import { type ChildCommand, childArguments } from './child-command.ts';
import { makeChildEnvironment } from './child-environment.ts';
import { classifyOutcome, type EndedBy } from './classify-outcome.ts';
import { endLeftovers, signalGroup } from './end-processes.ts';
import { readKernelKills } from './kernel-kills.ts';
import { OutputTail } from './output-tail.ts';
import { type OutsideView, watchFromOutside } from './outside-watch.ts';
import { dyingWithParent, hasPdeathsig } from './parent-death.ts';
import { parseRecord, parseSample, type Sample } from './parse-record.ts';
import { Peers } from './peers.ts';
import { readLines } from './read-lines.ts';
import { SampleSummary } from './sample-summary.ts';

/** A process that was asked to end, and one that has failed but is still there, gets this long. */
const KILL_GRACE_MS = 2 * 1000;
/** What a process wrote before it ended is in the pipe already; a grandchild can hold the pipe open for ever. */
const DRAIN_MS = 200;
/** Samples are read this often, unless so many come at once that the pipe would fill. */
const BETWEEN_READS_MS = 100;
const FEW_SAMPLES = 200;

export interface ChildPlan extends ChildCommand {
  readonly timeoutMs: number;
  readonly maxMemoryBytes: number;
  /** Names of environment variables that the child gets beside the fixed ones. */
  readonly passedEnvironment: readonly string[];
  /** A word that no other run has. */
  readonly mark: string;
  readonly signal?: AbortSignal | undefined;
  readonly onRss?: ((rssBytes: number) => void) | undefined;
  /** Called with each sample of the run. What it returns is waited for. */
  readonly onSample?: ((sample: Sample) => void | Promise<void>) | undefined;
}

export interface ChildReport {
  readonly outcome: RunOutcome;
  readonly wallMs: number;
  readonly figures?: FinalFigures | undefined;
  /** Of a run that ended early and could still say so. */
  readonly soFar?: PartialFigures | undefined;
  readonly samples?: SampleSummary | undefined;
  readonly outside: OutsideView;
  /** Processes that had left the group, and were ended. */
  readonly leftovers: number;
}

/** Runs one child and tells how it ended. Rejects only where tidemark itself is at fault. */
export async function runChild(plan: ChildPlan): Promise<ChildReport> {
  const run = new ChildRun(plan);
  return run.complete();
}

/** The state of one child while it lives. */
class ChildRun {
  readonly #plan: ChildPlan;
  readonly #peers: Peers;
  readonly #env: Readonly<Record<string, string>>;
  readonly #samples: SampleSummary | undefined;
  readonly #startedAtMs = monotonicMs();
  #child: ChildProcess | undefined;
  #phase: Phase = 'start';
  #nextSeq = 0;
  #isInSequence = true;
  #isFinal = false;
  #figures: FinalFigures | undefined;
  #soFar: PartialFigures | undefined;
  #failure: DescribedError | undefined;
  #exitedWith: number | undefined;
  #endedBy: EndedBy | undefined;
  /** Aborted when it has. */
  readonly #exited = new AbortController();
  /** A sample could not be kept: that is no outcome of the run. */
  #fault: { readonly error: unknown } | undefined;
  #lastRssBytes: number | undefined;
  readonly #timers: NodeJS.Timeout[] = [];

  constructor(plan: ChildPlan) {
    this.#plan = plan;
    this.#env = makeChildEnvironment(process.env, plan.passedEnvironment, plan.mark);
    this.#peers = new Peers(plan.execPath, this.#env);
    const { sampleIntervalMs } = plan.request;
    this.#samples = sampleIntervalMs === null ? undefined : new SampleSummary(sampleIntervalMs);
  }

  async complete(): Promise<ChildReport> {
    const kernelKillsBefore = readKernelKills();
    let child: ChildProcess;
    try {
      child = this.#start();
    } catch (error) {
      return this.#neverStarted(error);
    }
    this.#child = child;
    if (child.pid === undefined)
      return this.#neverStarted(await once(child, 'error').then(([error]) => error));
    const exited = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
    new OutputTail(child.stdio[1] as Readable);
    const stderr = new OutputTail(child.stdio[2] as Readable);
    // What broke off in the middle is as good as ended.
    const streams = [
      this.#readRecords(child.stdio[RECORDS_FD] as Readable).catch(() => {}),
      this.#readSamples(child.stdio[SAMPLES_FD] as Readable).catch(() => {}),
      stderr.ended,
    ];
    // The child may be gone before it has read an answer.
    repliesOf(child).on('error', () => {});
    const outside = watchFromOutside(child.pid, (rssBytes) => this.#seeRss(rssBytes));
    this.#setDeadline();

    const [exitCode, signal] = await exited;
    const wallMs = monotonicMs() - this.#startedAtMs;
    this.#exited.abort();
    for (const timer of this.#timers) clearTimeout(timer);
    this.#plan.signal?.removeEventListener('abort', this.#abort);
    const seen = outside.stop();
    // What it left in its group holds its pipes open.
    signalGroup(child.pid, 'SIGKILL');
    await drain(streams);
    for (const stream of child.stdio) stream?.destroy();
    const leftovers = endLeftovers([child.pid, ...this.#peers.close()], this.#plan.mark);
    if (this.#fault !== undefined) throw this.#fault.error;

    const outcome = classifyOutcome({
      exitCode,
      signal,
      phase: this.#phase,
      isFinal: this.#isFinal,
      endedBy: this.#endedBy,
      failure: this.#failure,
      exitedWith: this.#exitedWith,
      stderrLines: stderr.lastLines(Number.POSITIVE_INFINITY),
      lastRssBytes: this.#lastRssBytes,
      isKernelOutOfMemory: readKernelKills() > kernelKillsBefore,
    });
    const { samples } = this;
    return {
      outcome,
      wallMs,
      figures: this.#figures,
      soFar: this.#soFar,
      samples,
      outside: seen,
      leftovers,
    };
  }

  get samples(): SampleSummary | undefined {
    return this.#samples;
  }

  #start(): ChildProcess {
    const { execPath, flags, request } = this.#plan;
    const words = childArguments(flags, { ...request, watchesParent: !hasPdeathsig() });
    const [command, args] = dyingWithParent(execPath, words);
    return spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe', 'pipe'],
      // Its own process group: all of it can be ended together.
      detached: true,
      env: this.#env,
      windowsHide: true,
    });
  }

  #neverStarted(error: unknown): ChildReport {
    const outcome = classifyOutcome({
      exitCode: null,
      signal: null,
      phase: 'start',
      isFinal: false,
      spawnError: error instanceof Error ? error.message : String(error),
      stderrLines: [],
      isKernelOutOfMemory: false,
    });
    return { outcome, wallMs: monotonicMs() - this.#startedAtMs, outside: { samples: 0 }, leftovers: 0 };
  }

  #setDeadline(): void {
    const { timeoutMs, signal } = this.#plan;
    this.#after(timeoutMs, () => this.#end({ why: 'timeout', afterMs: timeoutMs }));
    if (signal?.aborted === true) this.#abort();
    else signal?.addEventListener('abort', this.#abort);
  }

  readonly #abort = (): void => this.#end({ why: 'abort' });

  #seeRss(rssBytes: number): void {
    const { maxMemoryBytes, onRss } = this.#plan;
    this.#lastRssBytes = rssBytes;
    onRss?.(rssBytes);
    if (rssBytes > maxMemoryBytes) this.#end({ why: 'limit', limitBytes: maxMemoryBytes, rssBytes });
  }

  /** Asks the whole group to end, and sees to it that it does. */
  #end(endedBy: EndedBy): void {
    if (this.#endedBy !== undefined || this.#saidItsEnd()) return;
    this.#endedBy = endedBy;
    // Over the limit every millisecond counts: no grace.
    this.#signal(endedBy.why === 'limit' ? 'SIGKILL' : 'SIGTERM');
    this.#after(KILL_GRACE_MS, () => this.#signal('SIGKILL'));
  }

  /** It has a time to exit that does not depend on what else happens. */
  #saidItsEnd(): boolean {
    return this.#isFinal || this.#failure !== undefined || this.#exitedWith !== undefined;
  }

  #signal(signal: NodeJS.Signals): void {
    if (this.#child?.pid !== undefined) signalGroup(this.#child.pid, signal);
  }

  #after(delayMs: number, act: () => void): void {
    if (!this.#exited.signal.aborted) this.#timers.push(setTimeout(act, delayMs));
  }

  async #readRecords(stream: Readable): Promise<void> {
    for await (const lines of readLines(stream)) {
      for (const line of lines) {
        const record = parseRecord(line);
        if (record !== undefined) await this.#take(record);
      }
    }
  }

  async #take(record: RunRecord): Promise<void> {
    this.#isInSequence &&= record.seq === this.#nextSeq;
    this.#nextSeq = record.seq + 1;
    switch (record.type) {
      case 'phase':
        this.#phase = record.phase;
        break;
      case 'start-peer':
        this.#answer(await this.#peers.start(record.url, record.settings));
        break;
      case 'failure':
      case 'exit':
        if (record.type === 'failure') this.#failure ??= record.error;
        else this.#exitedWith = record.code;
        this.#soFar ??= record.soFar;
        this.#phase = record.phase;
        // It is about to exit. A thread that does not let go of another must not keep it.
        this.#after(KILL_GRACE_MS, () => this.#signal('SIGKILL'));
        break;
      case 'interrupted':
        this.#soFar ??= record.soFar;
        break;
      case 'final':
        this.#figures = record.figures;
        this.#isFinal = this.#isInSequence;
        this.#answer({ type: 'received' });
        this.#after(KILL_GRACE_MS, () => this.#signal('SIGKILL'));
        break;
    }
  }

  #answer(reply: Reply): void {
    if (this.#child !== undefined) repliesOf(this.#child).write(`${JSON.stringify(reply)}\n`);
  }

  async #readSamples(stream: Readable): Promise<void> {
    for await (const lines of readLines(stream)) {
      for (const line of lines) {
        const sample = parseSample(line);
        if (sample === undefined || this.#samples === undefined) continue;
        this.#samples.add(sample.sinceStartMs, sample.memory);
        await this.#keep(sample);
      }
      // A process that wakes for each sample takes its time from the one that is measured. They keep in the pipe.
      if (lines.length < FEW_SAMPLES)
        await wait(BETWEEN_READS_MS, undefined, { signal: this.#exited.signal }).catch(() => {});
    }
  }

  async #keep(sample: Sample): Promise<void> {
    if (this.#fault !== undefined) return;
    try {
      await this.#plan.onSample?.(sample);
    } catch (error) {
      this.#fault = { error };
      this.#end({ why: 'abort' });
    }
  }
}

/** The type of `stdio` ends at five. */
const repliesOf = (child: ChildProcess): Writable => (child.stdio as unknown[])[REPLIES_FD] as Writable;

async function drain(streams: readonly Promise<void>[]): Promise<void> {
  const abandon = new AbortController();
  await Promise.race([
    Promise.all(streams),
    wait(DRAIN_MS, undefined, { signal: abandon.signal }).catch(() => {}),
  ]);
  abandon.abort();
}
