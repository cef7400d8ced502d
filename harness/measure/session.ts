import type { PlannedRun, Subject } from '../plan/plan-runs.ts';
import type { Terminal } from '../report/terminal/open-terminal.ts';
import { Progress } from '../report/terminal/progress.ts';
import { type FinishedRun, makeRunner, type RunnerSettings } from '../runner/make-runner.ts';
import type { JournalEntry, ResultsFolder } from '../store/results-folder.ts';
import type { Interruption } from './interruption.ts';
import type { WorkEstimate } from './remaining-time.ts';

export interface SessionSettings
  extends Pick<
    RunnerSettings,
    'flags' | 'sampleIntervalMs' | 'timeoutMs' | 'maxMemoryBytes' | 'passedEnvironment'
  > {
  /** Where the runs of a subject are kept. */
  readonly folderOf: (subject: Subject) => ResultsFolder;
  /** What an interrupted invocation has made already. */
  readonly finishedRuns: readonly JournalEntry[];
  readonly work: WorkEstimate;
}

/** Makes the runs one by one, keeps each as soon as it is finished, and tells how far it is. */
export class Session {
  readonly #settings: SessionSettings;
  readonly #interruption: Interruption;
  readonly #progress: Progress;
  readonly #makeRun: ReturnType<typeof makeRunner>;
  readonly #kept: ReadonlyMap<string, JournalEntry>;
  #index: number;

  constructor(settings: SessionSettings, interruption: Interruption, terminal: Terminal) {
    const { finishedRuns, folderOf, work: _work, ...runner } = settings;
    this.#settings = settings;
    this.#interruption = interruption;
    this.#progress = new Progress(terminal.progress);
    this.#kept = new Map(finishedRuns.map((entry) => [entry.key, entry]));
    this.#index = Math.max(0, ...finishedRuns.map(({ result }) => result.index + 1));
    this.#makeRun = makeRunner({
      ...runner,
      signal: interruption.signal,
      onRss: (rssBytes) => this.#progress.see(rssBytes),
      onSample: (index, { subject }, { sinceStartMs, memory }) =>
        folderOf(subject).addSample(index, subject.case.scenario.name, sinceStartMs, memory),
    });
  }

  /** Undefined once the user interrupts. */
  async runOne(planned: PlannedRun): Promise<FinishedRun | undefined> {
    const { work, folderOf } = this.#settings;
    const kept = this.#kept.get(planned.key);
    if (kept !== undefined) {
      work.skip(planned);
      return kept as FinishedRun;
    }
    if (this.#interruption.signal.aborted) return undefined;
    this.#progress.begin(work.begin(planned));
    const run = await this.#makeRun(planned, this.#index);
    this.#progress.end();
    // What the user interrupted is made again when it is resumed.
    if (run.result.outcome.state === 'aborted') return undefined;
    this.#index += 1;
    await folderOf(planned.subject).addRun({ key: planned.key, ...run });
    return run;
  }

  clear(): void {
    this.#progress.clear();
  }
}
