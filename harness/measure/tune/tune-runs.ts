/** Makes the runs of a tuning, and keeps them by value. */
import { type PlannedRun, planRun, type Subject } from '../../plan/plan-runs.ts';
import { formatParameter } from '../../report/text/case-label.ts';
import type { CaseResult, RunResult } from '../../result.ts';
import type { FinishedRun } from '../../runner/make-runner.ts';
import type { Trial } from '../../tune/tuning.ts';
import type { RunOne } from '../finished-runs.ts';
import { judgeSubject } from '../judge-subject.ts';
import type { RemainingTime } from '../remaining-time.ts';
import { chooseUnit, type Reading, readTrial } from './read-trial.ts';
import { readVolume, type TunedParameter, withParameters } from './subject.ts';

export interface TuneRunsSettings {
  readonly subject: Subject;
  readonly parameter: TunedParameter;
  readonly runOne: RunOne;
}

export class TuneRuns {
  readonly #settings: TuneRunsSettings;
  readonly #subjects = new Map<string, Subject>();
  readonly #finished = new Map<Subject, FinishedRun[]>();
  #unit: Reading['unit'] | undefined;
  /** By the volume of the scenario, unless it is set. */
  volumeBytes: number | undefined;

  constructor(settings: TuneRunsSettings) {
    this.#settings = settings;
    this.volumeBytes = readVolume(settings.subject)?.bytes;
  }

  get unit(): Reading['unit'] {
    return this.#unit ?? 'runs';
  }

  /** A measure run at a value. Undefined once the user interrupts. */
  async measure(value: number): Promise<{ readonly trial: Trial; readonly run: RunResult } | undefined> {
    const subject = this.#subjectAt(value);
    const finished = await this.#make(planRun(subject, 'measure', this.#countOf(subject)));
    if (finished === undefined) return undefined;
    const { volumeBytes } = this;
    this.#unit ??= chooseUnit(finished.result, volumeBytes);
    const trial = readTrial(finished.result, { unit: this.#unit, volumeBytes });
    return { trial, run: finished.result };
  }

  /** The most live memory at one moment of a run; undefined where it could not be read. */
  async measureLive(value: number): Promise<number | undefined> {
    const planned = planRun(this.#subjectAt(value), 'growth', 'live', { readsLiveMemory: true });
    const peak = (await this.#make(planned))?.result.live?.atPeak;
    return peak === undefined ? undefined : peak.externalBytes + peak.heapUsedBytes;
  }

  /** Those at the volume that is measured now, in the order of their values. */
  listResults(): CaseResult[] {
    const { name } = this.#settings.parameter;
    const readValue = ({ case: { parameters } }: Subject): number => Number(parameters[name]);
    return [...this.#finished]
      .filter(
        ([subject]) => this.volumeBytes === undefined || readVolume(subject)?.bytes === this.volumeBytes,
      )
      .sort(([one], [other]) => readValue(one) - readValue(other))
      .map(([subject, runs]) => judgeSubject(subject, runs, undefined, false));
  }

  #subjectAt(value: number): Subject {
    const { subject, parameter } = this.#settings;
    const volume = readVolume(subject);
    const parameters = {
      [parameter.name]: value,
      ...(volume !== undefined && this.volumeBytes !== undefined && { [volume.name]: this.volumeBytes }),
    };
    const key = JSON.stringify(parameters);
    const known = this.#subjects.get(key) ?? withParameters(subject, parameters);
    this.#subjects.set(key, known);
    return known;
  }

  async #make(planned: PlannedRun): Promise<FinishedRun | undefined> {
    const finished = await this.#settings.runOne(planned);
    if (finished === undefined) return undefined;
    const { subject } = planned;
    this.#finished.set(subject, [...(this.#finished.get(subject) ?? []), finished]);
    return finished;
  }

  #countOf(subject: Subject): number {
    return this.#finished.get(subject)?.length ?? 0;
  }
}

/** The progress of a tuning: it ends at its time limit, or before. */
export function trackTuning(
  { name }: TunedParameter,
  { limitMs, now }: { readonly limitMs: number; readonly now: () => number },
): RemainingTime {
  const startedMs = now();
  let index = 0;
  let lastMs = limitMs / EXPECTED_RUNS;
  let begunMs = startedMs;
  return {
    skip: () => {},
    add: () => {},
    drop: () => {},
    end: () => {},
    forecast: () => {},
    // The time limit is said before the first run.
    predictMs: () => undefined,
    begin: ({ subject, kind }) => {
      if (index > 0) lastMs = now() - begunMs;
      begunMs = now();
      index += 1;
      const { scenario, parameters } = subject.case;
      const value = formatParameter(parameters[name] ?? '', scenario.parameters[name]?.kind);
      const remainingMs = Math.max(lastMs, limitMs - (now() - startedMs));
      return {
        scenario: scenario.name,
        what: `${name} ${value}${kind === 'growth' ? ', live memory' : ''}`,
        ...{ caseIndex: 1, caseTotal: 1, index, total: index + Math.ceil(remainingMs / lastMs) - 1 },
        predictMs: () => remainingMs,
      };
    },
  };
}

const EXPECTED_RUNS = 80;
