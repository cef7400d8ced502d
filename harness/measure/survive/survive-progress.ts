/** How far `survive` is, and how long it will take. */
import { nameScenario } from '../../case-key.ts';
import { identifyScenario } from '../../catalogue/scenario-file.ts';
import type { PlannedRun, Subject } from '../../plan/plan-runs.ts';
import type { Terminal } from '../../report/terminal/open-terminal.ts';
import { Progress } from '../../report/terminal/progress.ts';
import { TimeAnnouncer } from '../estimate/announce-time.ts';

/** Fewer runs do not show how long one takes: those that fail end earlier. */
const RUNS_TO_LEARN_FROM = 3;

/** The runs of a case take about as long as each other: how many are expected says how long it takes. */
export class SurviveProgress {
  readonly #subjects: readonly Subject[];
  readonly #progress: Progress;
  readonly #announcer = new TimeAnnouncer();
  readonly #terminal: Terminal;
  #case = 0;
  #doing = '';
  #expected = 0;
  #made = 0;
  #madeMs = 0;

  constructor(subjects: readonly Subject[], terminal: Terminal) {
    this.#subjects = subjects;
    this.#progress = new Progress(terminal.progress);
    this.#terminal = terminal;
  }

  expect(subject: Subject, runs: number, doing: string): void {
    this.#case = this.#subjects.indexOf(subject);
    this.#expected = runs;
    this.#doing = doing;
  }

  begin(planned: PlannedRun): void {
    const others = this.#subjects.length - this.#case - 1;
    const perCase = this.#made + this.#expected;
    const remaining = this.#expected + others * (perCase / (this.#case + 1));
    const predictMs = (): number | undefined =>
      this.#made < RUNS_TO_LEARN_FROM ? undefined : (this.#madeMs / this.#made) * remaining;
    this.#sayHowLong(predictMs() ?? Number.NaN);
    const { scenario } = planned.subject.case;
    const all = this.#subjects.map((subject) => identifyScenario(subject.case.scenario));
    this.#progress.begin({
      scenario: nameScenario(identifyScenario(scenario), all),
      what: `${this.#doing} ${planned.flags.join(' ')}`.trim(),
      ...{ caseIndex: this.#case + 1, caseTotal: this.#subjects.length },
      ...{ index: this.#made + 1, total: this.#made + Math.round(remaining) },
      predictMs,
    });
  }

  #sayHowLong(remainingMs: number): void {
    const text = this.#announcer.announce(this.#terminal.progress.now() + remainingMs);
    if (text === undefined) return;
    this.clear();
    this.#terminal.say(text);
  }

  see(rssBytes: number): void {
    this.#progress.see(rssBytes);
  }

  end(): void {
    this.#made += 1;
    this.#madeMs += this.#progress.end();
  }

  clear(): void {
    this.#progress.clear();
  }
}
