import type { RunOptions } from '../command-line/run.ts';
import { UsageError } from '../errors.ts';
import { quoteLine } from '../report/text/terminal-text.ts';
import type { MeasurementRequest } from '../request.ts';
import { RUNTIME_NAMES } from '../runtimes/runtime.ts';
import { quoteForShell } from '../words/quote-for-shell.ts';
import { restoreRequest } from './stored-request.ts';
import { refuseForeignScenario, refuseUnconfirmed } from './unconfirmed.ts';

interface Stored {
  readonly seed: number;
  readonly request: MeasurementRequest;
  /** The binaries that were found. */
  readonly nodePaths: readonly string[];
}

/**
 * The options that measure the rest of an interrupted invocation: what is measured is the request of its folder, and how
 * it is shown is the user's. The folder may come from elsewhere, so the binaries and Node flags that it names have to be given
 * again, and so have scenarios that are not the user's own. Throws a UsageError otherwise.
 */
export function recallInterrupted(
  { seed, request, nodePaths }: Stored,
  path: string,
  typed: RunOptions,
): RunOptions {
  const source = { path: quoteLine(path), command: '--resume' } as const;
  // A newer Node that satisfies the same version may be installed by now.
  const isThisNode = nodePaths.every((each) => each === process.execPath);
  const nodes = isThisNode ? nodePaths : request.nodes;
  refuseUnconfirmed('nodes', nodes.filter(isBinary), typed.nodes, source);
  const { runtimes = [] } = request;
  refuseUnconfirmed('runtimes', runtimes.filter(isOtherBinary), typed.runtimes, source);
  refuseUnconfirmed('nodeFlags', request.nodeFlags, typed.nodeFlags, source);
  if (typed.scenarios.length === 0) refuseForeignScenario(request.scenarios, path, source);
  else refuseOtherScenarios(typed.scenarios, request.scenarios);
  const { allowsManyCases, resume, resultsRoot, json, reporters, watches, strict, verbose } = typed;
  return {
    ...restoreRequest(request),
    ...{
      command: 'run',
      allowsManyCases,
      nodes,
      seed,
      resume,
      resultsRoot,
      json,
      reporters,
      watches,
      strict,
      verbose,
    },
  };
}

/** The command that resumes it, with everything that has to be given again. */
export function describeResume(path: string, request: MeasurementRequest): string {
  const { nodes, nodeFlags, runtimes = [] } = request;
  const words = [
    ...nodes.filter(isBinary).flatMap((node) => ['--node', node]),
    ...runtimes.filter(isOtherBinary).flatMap((runtime) => ['--runtime', runtime]),
    ...nodeFlags.map((flag) => `--node-flag=${flag}`),
  ];
  return quoteLine(
    ['tidemark run --resume', ...[path, ...words].map((word) => quoteForShell(word))].join(' '),
  );
}

/** A version is looked for again; anything else names a program. */
const isBinary = (node: string): boolean =>
  node !== process.execPath && !/^(?:current|v?\d+(?:\.\d+){0,2})$/.test(node);

/** As with a version of Node, the name is looked for again. */
const isOtherBinary = (runtime: string): boolean =>
  !RUNTIME_NAMES.some((name) => name.toLowerCase() === runtime);

function refuseOtherScenarios(typed: readonly string[], stored: readonly string[]): void {
  const other = typed.find((each) => !stored.includes(each));
  if (other === undefined && typed.length === stored.length) return;
  throw new UsageError('--resume continues an interrupted invocation with the scenarios of that one', {
    hint: `they are ${stored.map(quoteLine).join(', ')}: leave --scenario out, or give the same`,
  });
}
