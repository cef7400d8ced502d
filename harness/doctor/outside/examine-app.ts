/** Runs a program with the doctor in every Node.js process of it, and reports when it has ended. */
import { makeTempFolder, removeFolder } from '../../processes/temp-folder.ts';
import { countOomKills } from '../../runner/oom-kills.ts';
import type { DoctorReport } from '../findings.ts';
import { makeAppEnvironment, preloadOption } from './app-environment.ts';
import { writeCodeCache } from './code-cache.ts';
import { explainExit } from './explain-exit.ts';
import type { IgnoreRule } from './ignore-rules.ts';
import { makeDoctorReport } from './make-report.ts';
import { onRequest } from './on-request.ts';
import { isOnTerminal, passSignals } from './pass-on/pass-signals.ts';
import { readSnapshots } from './read-snapshots.ts';
import { startApp } from './start-app.ts';
import { type WatchedTree, watchTree } from './watch-tree.ts';

export interface Examination {
  readonly argv: readonly [string, ...string[]];
  readonly rules: readonly IgnoreRule[];
  readonly everyMs: number | undefined;
  readonly isDeep: boolean;
  /** Called with the findings so far, at this interval and on SIGUSR2. */
  readonly onInterim: (report: DoctorReport) => void;
}

const STILL_RUNS: DoctorReport['exit'] = { code: null, signal: null };

export async function examineApp(examination: Examination): Promise<DoctorReport> {
  // Not below the folder of the program: what watches its files, as nodemon does, would start it again and again.
  const folder = makeTempFolder('tidemark-doctor');
  try {
    return await examine(examination, folder);
  } finally {
    removeFolder(folder);
  }
}

async function examine(examination: Examination, folder: string): Promise<DoctorReport> {
  const signals = passSignals(isOnTerminal(process));
  // Without a listener, a request that comes too early would end tidemark.
  let sayInterim = (): void => {};
  const stopRequests = onRequest(examination.everyMs, () => sayInterim());
  try {
    writeCodeCache();
    const oomKills = countOomKills();
    const { isDeep } = examination;
    const app = await startApp(
      examination.argv,
      makeAppEnvironment(process.env, { folder, ...(isDeep && { isDeep }) }),
    );
    const tree = watchTree(app.pid, preloadOption());
    const report = (exit: DoctorReport['exit']): DoctorReport =>
      makeReport(examination, folder, tree.read(), exit);
    sayInterim = () => examination.onInterim(report(STILL_RUNS));
    signals.passTo(app.kill);
    const end = await app.ended.finally(tree.stop);
    return report(explainExit(end, countOomKills() - oomKills));
  } finally {
    stopRequests();
    signals.stop();
  }
}

const makeReport = (
  { argv, rules }: Examination,
  folder: string,
  tree: WatchedTree,
  exit: DoctorReport['exit'],
): DoctorReport =>
  makeDoctorReport({
    ...{ command: argv, exit, rules, hasEnded: exit !== STILL_RUNS },
    ...readSnapshots(folder),
    ...tree,
  });
