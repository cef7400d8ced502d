/** Which claims are meant by `--id` and `--topic`. Pure. */
import type { UntestedClaim } from '../claims/claims-report.ts';
import { UsageError } from '../errors.ts';
import { suggestWord } from '../words/suggest-word.ts';

export interface SelectedClaims {
  /** Those that are measured. */
  readonly ids: readonly string[];
  readonly notTested: readonly UntestedClaim[];
  /** Whether every claim is selected. */
  readonly isWhole: boolean;
}

interface Known {
  /** By the name of the claim. */
  readonly topics: ReadonlyMap<string, string>;
  readonly notTested: readonly UntestedClaim[];
}

/** All of them if neither is given; of both, what has one of the ids and one of the topics. Throws a UsageError for others. */
export function selectClaims(
  { ids, topics }: { readonly ids: readonly string[]; readonly topics: readonly string[] },
  known: Known,
): SelectedClaims {
  const names = [...known.topics.keys(), ...known.notTested.map(({ id }) => id)];
  const knownTopics = [...new Set(known.topics.values())].sort();
  for (const id of ids) refuseUnknown('claim', id, names);
  for (const topic of topics) refuseUnknown('topic', topic, knownTopics);
  const isWanted = (id: string, topic?: string): boolean =>
    (ids.length === 0 || ids.includes(id)) &&
    (topics.length === 0 || (topic !== undefined && topics.includes(topic)));
  const selected = {
    ids: [...known.topics].filter(([id, topic]) => isWanted(id, topic)).map(([id]) => id),
    notTested: known.notTested.filter(({ id }) => isWanted(id)),
    isWhole: ids.length === 0 && topics.length === 0,
  };
  if (selected.ids.length + selected.notTested.length > 0) return selected;
  throw new UsageError(`no claim is selected: ${ids.join(', ')} is not in ${topics.join(', ')}`, {
    hint: 'leave --id or --topic out',
  });
}

function refuseUnknown(what: 'claim' | 'topic', word: string, known: readonly string[]): void {
  if (known.includes(word)) return;
  const others =
    what === 'topic' ? `available: ${known.join(', ')}` : '`tidemark list --claims` shows all of them';
  throw new UsageError(`there is no ${what} ${word}`, { hint: suggestWord(word, known) ?? others });
}
