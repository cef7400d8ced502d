/** One child, from its start to its end, whatever happens to it. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { monitorChildProcesses } from '../processes/child-processes-memory.ts';
import { drain } from '../processes/drain.ts';
import { killStrays } from '../processes/kill-strays.ts';
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
import type { RunOutcome, RunOutput } from '../result.ts';
import type { ChildCommand } from './child-command.ts';
import { makeChildEnvironment } from './child-environment.ts';
import { ChildState } from './child-state.ts';
import { classifyOutcome, type Termination } from './classify-outcome.ts';
import { countOomKills } from './oom-kills.ts';
import { type RefusedRecord, readRecords } from './parse-record.ts';
import type { Sample } from './parse-sample.ts';
import { Peers } from './peers.ts';
import { ProcessGroup } from './process-group.ts';
import { type MonitorReading, monitorProcess } from './process-monitor.ts';
import { RunSamples, readSamples, type SampleSummaries } from './read-samples.ts';
import { SavedOutput } from './saved-output.ts';
import { type StartedChild, startChild } from './start-child.ts';

export interface ChildPlan extends ChildCommand {
  readonly timeoutMs: number;
  readonly maxMemoryBytes: number;
  /** Names of environment variables that the child gets in addition to the fixed ones. */
  readonly environmentVariables: readonly string[];
  /** Different for every run. */
  readonly runId: string;
  /** Where its output is saved; it is not if this is undefined. */
  readonly outputPath?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onRss?: ((rssBytes: number) => void) | undefined;
  /** Called with each sample of the run; a promise that it returns is awaited. */
  readonly onSample?: ((sample: Sample) => void | Promise<void>) | undefined;
}

export interface ChildReport extends SampleSummaries {
  readonly outcome: RunOutcome;
  readonly wallMs: number;
  readonly figures?: FinalFigures | undefined;
  /** The last report of a run that ended early. */
  readonly partial?: PartialFigures | undefined;
  readonly monitor: MonitorReading;
  /** Undefined if the run does not read live memory, or the system does not say. */
  readonly childProcessesBytes?: number | undefined;
  readonly output?: RunOutput | undefined;
  /** Processes that had left the group, and were killed. */
  readonly strays: number;
}

/** Runs one child and reports how it ended. Rejects only if tidemark itself is at fault. */
export async function runChild(plan: ChildPlan): Promise<ChildReport> {
  const startedAtMs = monotonicMs();
  const oomKillsBefore = countOomKills();
  const env = makeChildEnvironment(process.env, plan.environmentVariables, plan.runId, plan.runtime);
  const start = await startChild(plan, env);
  if (start.state === 'failed') return describeNeverStarted(start.error, monotonicMs() - startedAtMs);
  const run = new ChildRun(plan, start, env);
  return run.complete({ startedAtMs, oomKillsBefore });
}

/** How a run ends that could not begin. */
export function describeNeverStarted(error: unknown, wallMs: number): ChildReport {
  const outcome = classifyOutcome({
    exitCode: null,
    signal: null,
    phase: 'start',
    isFinal: false,
    spawnError: error instanceof Error ? error.message : String(error),
    stderrLines: [],
    peerStderrLines: [],
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
  readonly #group: ProcessGroup;
  readonly #saved: SavedOutput | undefined;
  readonly #samples: RunSamples;
  readonly #state = new ChildState();
  /** A sample could not be stored: that is not an outcome of the run. */
  #fault: { readonly error: unknown } | undefined;
  #lastRssBytes: number | undefined;

  constructor(plan: ChildPlan, { child, pid }: StartedChild, env: Readonly<Record<string, string>>) {
    this.#plan = plan;
    this.#child = child;
    this.#pid = pid;
    this.#saved = plan.outputPath === undefined ? undefined : new SavedOutput(plan.outputPath);
    // Another runtime is measured at its own end of a connection: at the other one is Node.
    const execPath = plan.runtime === undefined ? plan.execPath : process.execPath;
    this.#peers = new Peers({ execPath, env, onOutput: this.#saved?.add });
    this.#group = new ProcessGroup(pid);
    this.#samples = new RunSamples(plan.request);
  }

  /** Both are from just before it was started. */
  async complete({
    startedAtMs,
    oomKillsBefore,
  }: {
    readonly startedAtMs: number;
    readonly oomKillsBefore: number;
  }): Promise<ChildReport> {
    const { stdio } = this.#child;
    const stdout = new OutputTail(stdio[1] as Readable, this.#saved?.add);
    const stderr = new OutputTail(stdio[2] as Readable, this.#saved?.add);
    // A stream that breaks off counts as ended.
    const streams = [
      this.#readRecords(stdio[RECORDS_FD] as Readable).catch(() => {}),
      readSamples(stdio[SAMPLES_FD] as Readable, this.#keep, this.#group.exited).catch(() => {}),
      stdout.ended,
      stderr.ended,
    ];
    // The child may exit before it has read a reply.
    repliesOf(this.#child).on('error', () => {});
    const ofChildren =
      this.#plan.request.readsLiveMemory === true ? monitorChildProcesses(this.#pid) : undefined;
    const monitor = monitorProcess(this.#pid, (rssBytes) => this.#seeRss(rssBytes));
    this.#setDeadline();

    const [exitCode, signal] = (await once(this.#child, 'exit')) as [number | null, NodeJS.Signals | null];
    const wallMs = monotonicMs() - startedAtMs;
    this.#plan.signal?.removeEventListener('abort', this.#abort);
    const readings = { monitor: monitor.stop(), childProcessesBytes: ofChildren?.stop() };
    this.#group.close();
    await drain(streams);
    for (const stream of stdio) stream?.destroy();
    const strays = killStrays([this.#pid, ...this.#peers.close()], this.#plan.runId);
    await drain([this.#peers.outputEnded()]);
    const { failure } = this.#state.describeEnd();
    const output = this.#saved?.finish(failure);
    if (this.#fault !== undefined) throw this.#fault.error;

    const outcome = classifyOutcome({
      exitCode,
      signal,
      ...this.#state.describeEnd(),
      termination: this.#group.termination,
      stderrLines: stderr.lastLines(Number.POSITIVE_INFINITY),
      peerStderrLines: this.#peers.stderrLines,
      lastRssBytes: this.#lastRssBytes,
      isKernelOutOfMemory: countOomKills() > oomKillsBefore,
    });
    const { figures, partial } = this.#state;
    return { outcome, wallMs, figures, partial, ...this.#samples.summaries, ...readings, output, strays };
  }

  #setDeadline(): void {
    const { timeoutMs, signal } = this.#plan;
    this.#group.after(timeoutMs, () => this.#terminate({ reason: 'timeout', afterMs: timeoutMs }));
    if (signal?.aborted === true) this.#abort();
    else signal?.addEventListener('abort', this.#abort);
  }

  readonly #abort = (): void => this.#terminate({ reason: 'abort' });

  #seeRss(rssBytes: number): void {
    this.#plan.onRss?.(rssBytes);
    this.#holdToLimit(rssBytes);
  }

  #holdToLimit(rssBytes: number): void {
    const { maxMemoryBytes } = this.#plan;
    this.#lastRssBytes = rssBytes;
    if (rssBytes > maxMemoryBytes) this.#terminate({ reason: 'limit', limitBytes: maxMemoryBytes, rssBytes });
  }

  /** A child that ends by itself already has its time to exit, whatever else happens. */
  #terminate(termination: Termination): void {
    if (!this.#state.isEnding) this.#group.terminate(termination);
  }

  async #readRecords(stream: Readable): Promise<void> {
    for await (const parsed of readRecords(stream)) {
      if (parsed.state === 'refused') this.#refuse(parsed);
      else await this.#receive(parsed.record);
    }
  }

  /** The run is over at once: a child that waits for an answer would wait until its timeout. */
  #refuse({ type, reason }: RefusedRecord): void {
    if (type === 'start-peer') this.#answer({ type: 'refused', message: reason });
    else {
      this.#terminate({ reason: 'refused' });
      this.#state.refuse(type, reason);
    }
    if (type === 'final') this.#answer({ type: 'received' });
  }

  async #receive(record: RunRecord): Promise<void> {
    this.#state.apply(record);
    switch (record.type) {
      case 'start-peer':
        this.#answer(await this.#peers.start(record.url, record.settings));
        break;
      case 'final':
        this.#answer({ type: 'received' });
        this.#group.killAfterGracePeriod();
        break;
      case 'failure':
      case 'exit':
        this.#group.killAfterGracePeriod();
        break;
      default:
    }
  }

  #answer(reply: Reply): void {
    repliesOf(this.#child).write(`${JSON.stringify(reply)}\n`);
  }

  readonly #keep = async (sample: Sample): Promise<void> => {
    // They come more often than the looks from outside.
    this.#holdToLimit(sample.memory.rssBytes);
    if (!this.#samples.add(sample)) return;
    if (this.#fault !== undefined) return;
    try {
      await this.#plan.onSample?.(sample);
    } catch (error) {
      this.#fault = { error };
      this.#terminate({ reason: 'abort' });
    }
  };
}

/** The type of `stdio` has only five entries. */
const repliesOf = (child: ChildProcess): Writable => (child.stdio as unknown[])[REPLIES_FD] as Writable;
