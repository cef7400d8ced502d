import { UsageError } from '../errors.ts';

export interface ListOptions {
  readonly command: 'list';
  readonly tags: readonly string[];
  readonly format: 'terminal' | 'json' | 'markdown';
}

export interface RawListArguments {
  readonly tag: readonly string[];
  readonly json: boolean;
  readonly markdown: boolean;
}

/** Throws a UsageError where two formats are requested. */
export function parseListOptions({ tag, json, markdown }: RawListArguments): ListOptions {
  if (json && markdown)
    throw new UsageError('--json and --markdown exclude each other', { hint: 'give one of them' });
  return { command: 'list', tags: tag, format: json ? 'json' : markdown ? 'markdown' : 'terminal' };
}
