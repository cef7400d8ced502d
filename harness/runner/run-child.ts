/** One child, from its start to its end, whatever happens to it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { dyingWithParent, hasPdeathsig } from '../processes/die-with-parent.ts';
import { OutputTail } from '../processes/output-tail.ts';
import {
  type FinalFigures,
  monotonicMs,
  type PartialFigures,
  RECORDS_FD,
  REPLIES_FD,
  type Reply,
  type RunRecord,
  SAMPLES_FD,
} from '../protocol.ts';
import type { RunOutcome } from '../result.ts';
import { type ChildCommand, childArguments } from './child-command.ts';
import { makeChildEnvironment } from './child-environment.ts';
import { ChildState } from './child-state.ts';
import { classifyOutcome, type EndedBy } from './classify-outcome.ts';
import { killStrays } from './kill-strays.ts';
import { readKernelKills } from './oom-kills.ts';
import { parseRecord, type Sample } from './parse-record.ts';
import { Peers } from './peers.ts';
import { type MonitorReading, monitorProcess } from './process-monitor.ts';
import { readLines } from './read-lines.ts';
import { readSamples } from './read-samples.ts';
import { SampleSummary } from './sample-summary.ts';
import { GroupEnder } from './terminate-group.ts';

/** What a process wrote before it ended is in the pipe already; a grandchild can hold the pipe open for ever. */
const DRAIN_MS = 200;

export interface ChildPlan extends ChildCommand {
  readonly timeoutMs: number;
  readonly maxMemoryBytes: number;
  /** Names of environment variables that the child gets beside the fixed ones. */
  readonly environmentVariables: readonly string[];
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
  readonly partial?: PartialFigures | undefined;
  readonly samples?: SampleSummary | undefined;
  readonly monitor: MonitorReading;
  /** Processes that had left the group, and were ended. */
  readonly strays: number;
}

/** Runs one child and tells how it ended. Rejects only where tidemark itself is at fault. */
export async function runChild(plan: ChildPlan): Promise<ChildReport> {
  const startedAtMs = monotonicMs();
  const kernelKillsBefore = readKernelKills();
  const env = makeChildEnvironment(process.env, plan.environmentVariables, plan.mark);
  const start = await startChild(plan, env);
  if (start.state === 'failed') return describeNeverStarted(start.error, monotonicMs() - startedAtMs);
  const run = new ChildRun(plan, start, new Peers(plan.execPath, env));
  return run.complete({ startedAtMs, kernelKillsBefore });
}

interface StartedChild {
  readonly child: ChildProcess;
  readonly pid: number;
}

type Start =
  | ({ readonly state: 'started' } & StartedChild)
  | { readonly state: 'failed'; readonly error: unknown };

async function startChild(plan: ChildPlan, env: Readonly<Record<string, string>>): Promise<Start> {
  const { execPath, flags, request } = plan;
  const words = childArguments(flags, { ...request, watchesParent: !hasPdeathsig() });
  const [command, args] = dyingWithParent(execPath, words);
  try {
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe', 'pipe'],
      // Its own process group: all of it can be ended together.
      detached: true,
      env,
      windowsHide: true,
    });
    if (child.pid !== undefined) return { state: 'started', child, pid: child.pid };
    const [error] = await once(child, 'error');
    return { state: 'failed', error };
  } catch (error) {
    return { state: 'failed', error };
  }
}

function describeNeverStarted(error: unknown, wallMs: number): ChildReport {
  const outcome = classifyOutcome({
    exitCode: null,
    signal: null,
    phase: 'start',
    isFinal: false,
    spawnError: error instanceof Error ? error.message : String(error),
    stderrLines: [],
    isKernelOutOfMemory: false,
  });
  return { outcome, wallMs, monitor: { samples: 0 }, strays: 0 };
}

/** The state of one child while it lives. */
class ChildRun {
  readonly #plan: ChildPlan;
  readonly #child: ChildProcess;
  readonly #pid: number;
  readonly #peers: Peers;
  readonly #ender: GroupEnder;
  readonly #samples: SampleSummary | undefined;
  readonly #told = new ChildState();
  /** A sample could not be kept: that is no outcome of the run. */
  #fault: { readonly error: unknown } | undefined;
  #lastRssBytes: number | undefined;

  constructor(plan: ChildPlan, { child, pid }: StartedChild, peers: Peers) {
    this.#plan = plan;
    this.#child = child;
    this.#pid = pid;
    this.#peers = peers;
    this.#ender = new GroupEnder(pid);
    const { sampleIntervalMs } = plan.request;
    this.#samples = sampleIntervalMs === null ? undefined : new SampleSummary(sampleIntervalMs);
  }

  /** Both are of the moment before it was started. */
  async complete({
    startedAtMs,
    kernelKillsBefore,
  }: {
    readonly startedAtMs: number;
    readonly kernelKillsBefore: number;
  }): Promise<ChildReport> {
    const { stdio } = this.#child;
    new OutputTail(stdio[1] as Readable);
    const stderr = new OutputTail(stdio[2] as Readable);
    // What broke off in the middle is as good as ended.
    const streams = [
      this.#readRecords(stdio[RECORDS_FD] as Readable).catch(() => {}),
      readSamples(stdio[SAMPLES_FD] as Readable, this.#keep, this.#ender.exited).catch(() => {}),
      stderr.ended,
    ];
    // The child may be gone before it has read an answer.
    repliesOf(this.#child).on('error', () => {});
    const monitor = monitorProcess(this.#pid, (rssBytes) => this.#seeRss(rssBytes));
    this.#setDeadline();

    const [exitCode, signal] = (await once(this.#child, 'exit')) as [number | null, NodeJS.Signals | null];
    const wallMs = monotonicMs() - startedAtMs;
    this.#plan.signal?.removeEventListener('abort', this.#abort);
    const seen = monitor.stop();
    this.#ender.close();
    await drain(streams);
    for (const stream of stdio) stream?.destroy();
    const strays = killStrays([this.#pid, ...this.#peers.close()], this.#plan.mark);
    if (this.#fault !== undefined) throw this.#fault.error;

    const outcome = classifyOutcome({
      exitCode,
      signal,
      ...this.#told.describeEnd(),
      endedBy: this.#ender.endedBy,
      stderrLines: stderr.lastLines(Number.POSITIVE_INFINITY),
      lastRssBytes: this.#lastRssBytes,
      isKernelOutOfMemory: readKernelKills() > kernelKillsBefore,
    });
    const { figures, partial } = this.#told;
    return { outcome, wallMs, figures, partial, samples: this.#samples, monitor: seen, strays };
  }

  #setDeadline(): void {
    const { timeoutMs, signal } = this.#plan;
    this.#ender.after(timeoutMs, () => this.#end({ why: 'timeout', afterMs: timeoutMs }));
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

  /** One that ends by itself has a time to exit that does not depend on what else happens. */
  #end(endedBy: EndedBy): void {
    if (!this.#told.isEnding) this.#ender.end(endedBy);
  }

  async #readRecords(stream: Readable): Promise<void> {
    for await (const lines of readLines(stream)) {
      for (const line of lines) {
        const record = parseRecord(line);
        if (record === undefined) continue;
        this.#told.take(record);
        await this.#react(record);
      }
    }
  }

  async #react(record: RunRecord): Promise<void> {
    switch (record.type) {
      case 'start-peer':
        this.#answer(await this.#peers.start(record.url, record.settings));
        break;
      case 'final':
        this.#answer({ type: 'received' });
        this.#ender.killSoon();
        break;
      case 'failure':
      case 'exit':
        this.#ender.killSoon();
        break;
      default:
    }
  }

  #answer(reply: Reply): void {
    repliesOf(this.#child).write(`${JSON.stringify(reply)}\n`);
  }

  readonly #keep = async (sample: Sample): Promise<void> => {
    if (this.#samples === undefined) return;
    this.#samples.add(sample.sinceStartMs, sample.memory);
    if (this.#fault !== undefined) return;
    try {
      await this.#plan.onSample?.(sample);
    } catch (error) {
      this.#fault = { error };
      this.#end({ why: 'abort' });
    }
  };
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
