/** Shows a run in the browser while it goes on. */
import { readFileSync } from 'node:fs';
import type { OpenInvocation } from '../measure/invocation.ts';
import { makeReport } from '../measure/make-report.ts';
import { drawLivePage } from '../page/write-page.ts';
import type { Terminal } from '../report/terminal/open-terminal.ts';
import type { CaseResult, Environment } from '../result.ts';

export interface WatchedRun {
  /** To be called between two runs: while one is measured, nothing is drawn. */
  readonly onRun: (listSoFar: () => CaseResult[]) => void;
  /** Waits for a page that is open to get the last one, which is at this path. */
  readonly finish: (path: string) => Promise<void>;
}

export async function watchRun(
  { invocation, folder }: Pick<OpenInvocation, 'invocation' | 'folder'>,
  environment: Environment,
  { say }: Terminal,
): Promise<WatchedRun> {
  const { WatchServer } = await import('../page/watch-server.ts');
  const draw = (results: readonly CaseResult[]): string =>
    drawLivePage(makeReport(invocation, { environment, results, complete: true }), folder.path);
  const server = await WatchServer.open(draw([]));
  say(`watch the run at ${server.address}`);
  return {
    onRun: (listSoFar) => {
      if (server.isOpen) server.show(draw(listSoFar()));
    },
    finish: (path) => server.close(readFileSync(path, 'utf8')),
  };
}
