/** Kills an invocation at a random moment, resumes it, and checks that nothing is lost and nothing is mixed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { compiled } from '../../harness/package-root.ts';
import type { Report, RunResult } from '../../harness/result.ts';
import { validateReport } from '../../harness/store/validate-report.ts';

const RUNS = 6;
/** Within it, the whole of such an invocation ends on a quiet machine. */
const LONGEST_DELAY_MS = 3000;
/** And a run of it. */
const LONGEST_RUN_MS = 300;
/** The kills of one round. */
const MAX_KILLS = 3;

const SCENARIO = `import { setTimeout as wait } from 'node:timers/promises';
export default { async run() { await wait(40); } };`;

export interface Round {
  /** How often it was killed, and with how many finished runs. */
  readonly finishedAtKills: readonly number[];
  /** What was not as promised; empty if everything was. */
  readonly faults: readonly string[];
}

/** `random` gives numbers from 0 to 1: it decides the moments, and what happens before an invocation is resumed. */
export async function killAndResume(random: () => number): Promise<Round> {
  const root = mkdtempSync(join(tmpdir(), 'tidemark-kill-'));
  try {
    return await new Trial(root, random).run();
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

class Trial {
  readonly #root: string;
  readonly #random: () => number;
  readonly #faults: string[] = [];

  constructor(root: string, random: () => number) {
    this.#root = root;
    this.#random = random;
    mkdirSync(join(root, 'node_modules'));
    mkdirSync(join(root, 'tmp'));
    this.#writeScenario('');
  }

  async run(): Promise<Round> {
    const finishedAtKills: number[] = [];
    const first = this.#start([
      'run',
      '-s',
      './s.ts',
      '--runs',
      String(RUNS),
      '--no-growth',
      '--results',
      'r',
    ]);
    await this.#killSometime(first);
    let folder = this.#findFolder();
    // Killed before anything was begun: then there is nothing to lose.
    if (folder === undefined) return { finishedAtKills: [0], faults: this.#faults };
    for (let kill = 1; kill < MAX_KILLS && !isComplete(folder); kill += 1) {
      finishedAtKills.push(readJournal(folder).length);
      await this.#disturb(folder);
      await this.#killSometime(this.#start(['run', '--resume', folder]));
      folder = this.#findFolder() ?? folder;
    }
    const finished = readJournal(folder);
    if (!isComplete(folder)) {
      finishedAtKills.push(finished.length);
      await this.#disturb(folder);
      this.#expect(await this.#end(this.#start(['run', '--resume', folder])), 0, 'the last resume');
    }
    this.#check(folder, finished);
    return { finishedAtKills, faults: this.#faults };
  }

  /** Neither an edited program nor a second process may change the folder. */
  async #disturb(folder: string): Promise<void> {
    const choice = this.#random();
    const before = readAll(folder);
    if (choice < 1 / 3) {
      this.#writeScenario(' ;export const edited = true;');
      this.#expect(await this.#end(this.#start(['run', '--resume', folder])), 2, 'an edited program');
      this.#writeScenario('');
      if (readAll(folder) !== before) this.#faults.push('an edited program changed the folder');
    } else if (choice < 2 / 3) {
      const writer = this.#start(['run', '--resume', folder]);
      while (!isLockedBy(folder, writer) && writer.exitCode === null) await wait(1);
      if (writer.exitCode === null) {
        writer.kill('SIGSTOP');
        this.#expect(await this.#end(this.#start(['run', '--resume', folder])), 2, 'a second process');
      }
      writer.kill('SIGKILL');
      await once(writer, 'close');
    }
  }

  #check(folder: string, finished: readonly RunResult[]): void {
    const report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as Report;
    validateReport(report);
    const runs = report.results[0]?.runs ?? [];
    if (!report.complete) this.#faults.push('the report is not complete');
    if (runs.length !== RUNS + 1) this.#faults.push(`${runs.length} runs instead of ${RUNS + 1}`);
    if (new Set(runs.map(({ index }) => index)).size !== runs.length)
      this.#faults.push('an index occurs twice');
    for (const run of finished)
      if (!runs.some((each) => isDeepStrictEqual(each, run)))
        this.#faults.push(`run ${run.index} was finished, and is not in the report`);
    const rows = readFileSync(join(folder, 'samples.csv'), 'utf8').trimEnd().split('\n').slice(1);
    for (const { index, sampling } of runs) {
      const count = rows.filter((row) => row.startsWith(`${index},`)).length;
      if (count !== (sampling?.count ?? 0))
        this.#faults.push(`run ${index} has ${count} rows of samples, and says ${sampling?.count ?? 0}`);
    }
    const left = [
      ...readdirSync(folder).filter((name) => name.startsWith('lock-')),
      ...readdirSync(join(this.#root, 'tmp')),
    ];
    if (left.length > 0) this.#faults.push(`left behind: ${left.join(', ')}`);
  }

  #start(args: readonly string[]): ChildProcess {
    const { PATH, HOME } = process.env;
    return spawn(process.execPath, [compiled('harness/cli.js'), ...args], {
      cwd: this.#root,
      env: { PATH, HOME, TMPDIR: join(this.#root, 'tmp') },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  }

  /** Half of the moments are any; the others are after a number of runs, which on a busy machine few are by chance. */
  async #killSometime(child: ChildProcess): Promise<void> {
    const closed = this.#end(child);
    const moment = 2 * this.#random();
    const come = moment < 1 ? sleep(moment * LONGEST_DELAY_MS) : this.#finish((moment - 1) * RUNS, child);
    await Promise.race([closed, come]);
    child.kill('SIGKILL');
    await closed;
  }

  /** Waits for as many runs, and for a part of the next. */
  async #finish(runs: number, child: ChildProcess): Promise<void> {
    const isFinished = (folder = this.#findFolder()): boolean =>
      folder !== undefined && readJournal(folder).length >= Math.floor(runs);
    while (child.exitCode === null && child.signalCode === null && !isFinished()) await sleep(1);
    await sleep((runs % 1) * LONGEST_RUN_MS);
  }

  async #end(child: ChildProcess): Promise<{ readonly code: number | null; readonly said: string }> {
    const [said, [code]] = await Promise.all([
      child.stderr === null ? '' : text(child.stderr),
      once(child, 'close'),
    ]);
    return { code, said };
  }

  #expect(
    { code, said }: { readonly code: number | null; readonly said: string },
    wanted: number,
    what: string,
  ): void {
    if (code !== wanted) this.#faults.push(`${what}: exit ${code} instead of ${wanted}: ${said}`);
  }

  #writeScenario(end: string): void {
    writeFileSync(join(this.#root, 's.ts'), `${SCENARIO}${end}\n`);
  }

  #findFolder(): string | undefined {
    const results = join(this.#root, 'r');
    const [id] = existsSync(results) ? readdirSync(results) : [];
    const folder = id === undefined ? undefined : join(results, id);
    return folder !== undefined && isWhole(join(folder, 'invocation.json')) ? folder : undefined;
  }
}

const sleep = (ms: number): Promise<void> => wait(ms, undefined, { ref: false });

const isComplete = (folder: string): boolean => existsSync(join(folder, 'samples.csv'));

function isWhole(path: string): boolean {
  try {
    JSON.parse(readFileSync(path, 'utf8'));
    return true;
  } catch {
    return false;
  }
}

/** The runs of the lines that are whole. */
function readJournal(folder: string): RunResult[] {
  const path = join(folder, 'journal.ndjson');
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line).result as RunResult);
}

const readAll = (folder: string): string =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('lock-'))
    .map(({ name }) => `${name}: ${readFileSync(join(folder, name), 'utf8')}`)
    .join('\n');

const isLockedBy = (folder: string, { pid }: ChildProcess): boolean =>
  readdirSync(folder).some((name) => name.startsWith('lock-') && name.includes(`-${pid}-`));
