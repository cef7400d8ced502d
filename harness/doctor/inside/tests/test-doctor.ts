/** The doctor of tests: what is seen while one runs is judged when that ends. */
import { now } from '../../../meter/sums/clock.ts';
import type { DoctorReading, ThreadSnapshot } from '../../snapshot.ts';
import { EveryStream } from '../every-stream.ts';
import { threadIdOf } from '../reach/workers.ts';
import type { Site } from '../site.ts';

/** What preload.cts gives to this file. */
declare const importFile: (href: string) => Promise<unknown>;

export interface Verdict {
  /** In words. */
  readonly alarms: readonly string[];
  /** Which sites of the thread these are about. */
  readonly blamed: readonly number[];
}

export type Judge = (thread: ThreadSnapshot) => Verdict;

/** Loaded when there is something to judge: most tests fill no stream. */
export type LoadJudge = () => Promise<Judge>;

export class TestDoctor {
  readonly #streams = new EveryStream(() => {});
  readonly #loadJudge: LoadJudge;
  readonly #running = new Map<unknown, string>();
  /** All that ran since none did. */
  readonly #during = new Set<string>();
  readonly #blamed = new Set<Site>();

  constructor(loadJudge: LoadJudge) {
    this.#loadJudge = loadJudge;
    this.#streams.start();
  }

  /** `test` is whatever end() is called with. */
  async begin(test: unknown, name: string): Promise<void> {
    const isAlone = this.#running.size === 0;
    this.#running.set(test, name);
    this.#during.add(name);
    if (!isAlone) return;
    // What happened while no test ran is nobody's.
    await this.#judge();
    this.#beginPeriod();
  }

  /** What the test is to fail with, if it is. */
  async end(test: unknown): Promise<string | undefined> {
    if (!this.#running.has(test)) return undefined;
    const alarms = await this.#judge();
    const names = [...this.#during];
    this.#running.delete(test);
    if (this.#running.size === 0) this.#beginPeriod();
    if (alarms.length === 0) return undefined;
    const during = names.length < 2 ? '' : `\nduring one of these tests: ${names.join(', ')}`;
    return `${alarms.join('\n\n')}${during}`;
  }

  #beginPeriod(): void {
    this.#streams.beginPeriod([...this.#blamed]);
    this.#blamed.clear();
    this.#during.clear();
    for (const name of this.#running.values()) this.#during.add(name);
  }

  /** Each line is blamed once in a period. */
  async #judge(): Promise<readonly string[]> {
    if (this.#streams.sites.size === 0) return [];
    const judge = await this.#loadJudge();
    this.#streams.settle();
    const sites = [...this.#streams.sites.values()].filter((site) => !this.#blamed.has(site));
    const { alarms, blamed } = judge(this.#describeThread(sites));
    for (const index of blamed) this.#blamed.add(sites[index] as Site);
    return alarms;
  }

  #describeThread(sites: readonly Site[]): ThreadSnapshot {
    const { rss, heapUsed, external, arrayBuffers } = process.memoryUsage();
    const reading: DoctorReading = {
      atMs: now(),
      rssBytes: rss,
      heapUsedBytes: heapUsed,
      externalBytes: external,
      arrayBuffersBytes: arrayBuffers,
      liveArrayBuffersBytes: arrayBuffers,
      bufferedBytes: this.#streams.total.bytes,
    };
    return {
      pid: process.pid,
      parentPid: process.ppid,
      thread: threadIdOf(),
      argv: process.argv,
      nodeVersion: process.version,
      sequence: 0,
      startedAt: '',
      uptimeMs: process.uptime() * 1000,
      isFinal: false,
      memory: { now: reading, peak: reading },
      sites: sites.map((site) => site.snapshot()),
      opened: [],
      notCovered: [],
    };
  }
}

let doctor: TestDoctor | undefined;

/** One for all test files of a thread. `judge` is the file that exports `judgeSites`. */
export function startTestDoctor(judge: string): TestDoctor {
  doctor ??= new TestDoctor(async () => {
    // Not known to a bundler.
    const { href } = process.getBuiltinModule('url').pathToFileURL(judge);
    const { judgeSites } = (await importFile(href)) as { readonly judgeSites: Judge };
    return judgeSites;
  });
  return doctor;
}
