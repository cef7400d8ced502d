/** Shows a run in the browser while it goes on. Whatever happens to the page, the run is measured. */
import { readFileSync } from 'node:fs';
import type { OpenInvocation } from '../measure/invocation.ts';
import { makeReport } from '../measure/make-report.ts';
import { drawLivePage } from '../page/write-page.ts';
import type { Terminal } from '../report/terminal/open-terminal.ts';
import { quoteLine } from '../report/text/terminal-text.ts';
import type { CaseResult, Environment } from '../result.ts';

export interface WatchedRun {
  /** To be called between two runs: while one is measured, nothing is drawn. */
  readonly onRun: (listSoFar: () => CaseResult[]) => void;
  /** Waits for a page that is open to get the last one, which is at this path. */
  readonly finish: (path: string) => Promise<void>;
}

interface Watched extends Pick<OpenInvocation, 'invocation'> {
  readonly folder: { readonly path: string };
}

/** After a page has been drawn, for so many times as long none is: at most a tenth of the time of a run goes into it. */
const REST = 9;

/** Undefined if there can be no server. */
export async function watchRun(
  { invocation, folder }: Watched,
  environment: Environment,
  { say }: Pick<Terminal, 'say'>,
  now: () => number = () => performance.now(),
): Promise<WatchedRun | undefined> {
  const draw = (results: readonly CaseResult[]): string =>
    drawLivePage(makeReport(invocation, { environment, results, complete: true }), folder.path);
  try {
    const { WatchServer } = await import('../page/watch-server.ts');
    const server = await WatchServer.open(draw([]));
    say(`watch the run at ${server.address}`);
    let hasFailed = false;
    let nextAtMs = 0;
    const onRun = (listSoFar: () => CaseResult[]): void => {
      const startMs = now();
      if (hasFailed || !server.isOpen || startMs < nextAtMs) return;
      try {
        server.show(draw(listSoFar()));
        nextAtMs = now() + REST * (now() - startMs);
      } catch (error) {
        hasFailed = true;
        say(`--watch: the page is not drawn any more: ${describe(error)}`);
      }
    };
    return { onRun, finish: (path) => server.close(readFileSync(path, 'utf8')) };
  } catch (error) {
    say(`--watch: the page cannot be shown: ${describe(error)}`);
    return undefined;
  }
}

const describe = (error: unknown): string =>
  quoteLine(error instanceof Error ? error.message : String(error));
