import { UsageError } from '../errors.ts';

export interface SaveBaseline {
  readonly command: 'baseline';
  readonly action: 'save';
  /** A plain name, and so a file name. */
  readonly name: string;
  /** The report to keep: a file, a folder or the id of an invocation; the newest one where it is undefined. */
  readonly run: string | undefined;
  readonly resultsRoot: string;
}

export interface ListBaselines {
  readonly command: 'baseline';
  readonly action: 'list';
  readonly resultsRoot: string;
}

export type BaselineOptions = SaveBaseline | ListBaselines;

export interface RawBaselineArguments {
  readonly action: string | undefined;
  readonly name: string | undefined;
  readonly run: string | undefined;
  readonly results: string;
}

const NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/i;

/** Throws a UsageError that says what is missing. */
export function parseBaselineOptions({ action, name, run, results }: RawBaselineArguments): BaselineOptions {
  const hint = 'write `tidemark baseline save main`, or `tidemark baseline list`';
  if (action !== 'save' && action !== 'list') {
    throw new UsageError(`a baseline can be saved or listed, not '${action ?? ''}'`, { hint });
  }
  const common = { command: 'baseline', resultsRoot: results } as const;
  if (action === 'list') {
    if (name === undefined) return { ...common, action };
    throw new UsageError(`baseline list takes no name: ${name}`, { hint });
  }
  if (name === undefined) throw new UsageError('the baseline has no name', { hint });
  return { ...common, action, name: requireBaselineName(name), run };
}

/** A name is a file name: it cannot leave its folder. */
function requireBaselineName(name: string): string {
  if (NAME.test(name)) return name;
  throw new UsageError(`'${name}' is no name of a baseline`, {
    hint: 'letters, digits, dots, hyphens and underscores, at most 64: main, release-2.1',
  });
}
