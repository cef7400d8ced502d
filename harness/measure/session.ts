import { isDeepStrictEqual } from 'node:util';
import type { PlannedRun, Subject } from '../plan/plan-runs.ts';
import type { Terminal } from '../report/terminal/open-terminal.ts';
import { Progress } from '../report/terminal/progress.ts';
import { describeUnfinished } from '../report/text/label-rows.ts';
import { quoteLine } from '../report/text/terminal-text.ts';
import { type FinishedRun, makeRunner, type RunnerSettings } from '../runner/make-runner.ts';
import type { JournalEntry, ResultsFolder } from '../store/results-folder.ts';
import { TimeAnnouncer } from './estimate/announce-time.ts';
import type { Interruption } from './interruption.ts';
import type { RemainingTime } from './remaining-time.ts';

export interface SessionSettings
  extends Pick<
    RunnerSettings,
    'flags' | 'sampleIntervalMs' | 'timeoutMs' | 'maxMemoryBytes' | 'environmentVariables' | 'timesBriefly'
  > {
  /** Where the runs of a subject are saved. */
  readonly folderOf: (subject: Subject) => ResultsFolder;
  /** The runs that an interrupted invocation has finished. */
  readonly finishedRuns: readonly JournalEntry[];
  readonly remaining: RemainingTime;
}

const PREDICT_EVERY_MS = 2 * 1000;

/** A journal can be changed: what it says of a run has to be what was planned, or the run is made again. */
const isOf = ({ kind, parameters }: PlannedRun, { result }: JournalEntry): boolean =>
  result.kind === kind && isDeepStrictEqual(result.parameters, parameters);

/** Makes runs one by one, saves each as soon as it is finished, and shows the progress. */
export class Session {
  readonly #settings: SessionSettings;
  readonly #interruption: Interruption;
  readonly #progress: Progress;
  readonly #makeRun: ReturnType<typeof makeRunner>;
  readonly #finished: ReadonlyMap<string, JournalEntry>;
  readonly #say: Terminal['say'];
  readonly #now: () => number;
  readonly #announcer = new TimeAnnouncer();
  #predictedMs = Number.NEGATIVE_INFINITY;
  #index: number;

  constructor(settings: SessionSettings, interruption: Interruption, terminal: Terminal) {
    const { finishedRuns, folderOf, remaining: _remaining, ...runner } = settings;
    this.#settings = settings;
    this.#interruption = interruption;
    this.#say = terminal.say;
    this.#now = terminal.progress.now;
    this.#progress = new Progress(terminal.progress);
    this.#finished = new Map(finishedRuns.map((entry) => [entry.key, entry]));
    this.#index = finishedRuns.reduce((next, { result }) => Math.max(next, result.index + 1), 0);
    this.#makeRun = makeRunner({
      ...runner,
      signal: interruption.signal,
      outputPathOf: (index, { subject }) => folderOf(subject).outputPath(index),
      onRss: (rssBytes) => this.#progress.see(rssBytes),
      onNotRemoved: (path, error) => this.#sayNotRemoved(path, error),
      onSample: (index, { subject }, { sinceStartMs, memory }) =>
        folderOf(subject).addSample(index, subject.case.scenario.name, sinceStartMs, memory),
    });
  }

  /** Undefined once the user interrupts. */
  async runOne(planned: PlannedRun): Promise<FinishedRun | undefined> {
    const { remaining, folderOf } = this.#settings;
    const finished = this.#finished.get(planned.key);
    if (finished !== undefined && isOf(planned, finished)) {
      remaining.skip(planned);
      return finished as FinishedRun;
    }
    if (this.#interruption.signal.aborted) return undefined;
    this.#sayHowLong();
    this.#progress.begin(remaining.begin(planned));
    const run = await this.#makeRun(planned, this.#index);
    const tookMs = this.#progress.end();
    // An interrupted run is made again when the invocation is resumed.
    if (run.result.outcome.state === 'aborted') {
      this.#sayWhatItWaitedFor(planned, run);
      return undefined;
    }
    remaining.end(planned, { tookMs, durationMs: run.result.durationMs });
    this.#index += 1;
    await folderOf(planned.subject).addRun({ key: planned.key, ...run });
    return run;
  }

  /** Once it is known, and again when that turns out to be wrong. */
  #sayHowLong(): void {
    const nowMs = this.#now();
    // With thousands of cases, a prediction takes a while.
    if (nowMs - this.#predictedMs < PREDICT_EVERY_MS) return;
    this.#predictedMs = nowMs;
    const text = this.#announcer.announce(nowMs + (this.#settings.remaining.predictMs() ?? Number.NaN));
    if (text === undefined) return;
    this.clear();
    this.#say(text);
  }

  /** Its counters are not in the report, and it may have been interrupted because it hung. */
  #sayWhatItWaitedFor({ subject }: PlannedRun, { result }: FinishedRun): void {
    const name = quoteLine(subject.case.scenario.name);
    this.clear();
    for (const line of describeUnfinished(result)) this.#say(`  interrupted run of ${name}: ${line}`);
  }

  #sayNotRemoved(path: string, error: unknown): void {
    this.clear();
    this.#say(`! the temporary folder ${path} could not be removed: ${String(error)}`);
  }

  clear(): void {
    this.#progress.clear();
  }
}
