/** In what the machines of a merged report differ that a reader may not expect, each in a sentence. Pure. */
import { majorOf } from '../case-key.ts';
import { namePart } from './find-faults.ts';
import type { Part } from './parts.ts';

/** Of each value, so many shards are named. */
const MAX_NAMED = 3;

export function describeDifferences(parts: readonly Part[]): string[] {
  const commits = new Map<string, Part[]>();
  const versions = new Map<string, Map<string, Part[]>>();
  for (const part of parts) {
    const { gitCommit, nodes } = part.invocation.environment;
    if (gitCommit !== undefined) add(commits, gitCommit.slice(0, 12), part);
    for (const { node, v8 } of nodes) {
      const ofMajor = versions.get(majorOf(node)) ?? new Map<string, Part[]>();
      versions.set(majorOf(node), ofMajor);
      add(ofMajor, `${node} with V8 ${v8}`, part);
    }
  }
  return [
    ...describe('the shards were measured at several commits', commits),
    ...[...versions].flatMap(([major, ofMajor]) => describe(`Node ${major} is of several builds`, ofMajor)),
  ];
}

function add(groups: Map<string, Part[]>, value: string, part: Part): void {
  const group = groups.get(value);
  if (group === undefined) groups.set(value, [part]);
  else group.push(part);
}

function describe(what: string, groups: ReadonlyMap<string, readonly Part[]>): string[] {
  if (groups.size <= 1) return [];
  const each = [...groups].map(([value, group]) => {
    const named = group.slice(0, MAX_NAMED).map(namePart).join(', ');
    return `${value} (${named}${group.length > MAX_NAMED ? `, and ${group.length - MAX_NAMED} more` : ''})`;
  });
  return [`${what}: ${each.join('; ')}`];
}
