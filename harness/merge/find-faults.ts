/** Why parts cannot be one report, each fault in a sentence. Pure. */

import { hashPlan } from '../plan/plan-shards.ts';
import { nameUnit, unitKey } from '../plan/unit-key.ts';
import type { CaseResult } from '../result.ts';
import { nameNode } from '../runtimes/runtime.ts';
import { nodesOf, type Part } from './parts.ts';

/** More cases of one shard are counted. */
const MAX_NAMED = 10;

export interface Faults {
  /** Something is not there yet: what is there is still right. */
  readonly missing: readonly string[];
  /** Two that cannot be in one report. */
  readonly foreign: readonly string[];
}

/** `parts` are the attempts that count. */
export function findFaults(parts: readonly Part[]): Faults {
  const [first] = parts;
  if (first === undefined) return { missing: ['there is no report'], foreign: [] };
  const groups = groupByNodes(parts);
  return {
    missing: [...groups].flatMap(([nodes, group]) => findMissing(nodes, group, groups.size > 1)),
    foreign: [
      ...parts.flatMap((part) => findForeign(part, first)),
      ...[...groups.values()].flatMap(findOtherPlans),
      ...findOtherPrograms(parts),
      ...findSharedIds(parts),
      ...findDoubles(parts),
      ...parts.flatMap(findUnplanned),
    ],
  };
}

function groupByNodes(parts: readonly Part[]): Map<string, [Part, ...Part[]]> {
  const groups = new Map<string, [Part, ...Part[]]>();
  for (const part of parts) {
    const group = groups.get(nodesOf(part));
    if (group === undefined) groups.set(nodesOf(part), [part]);
    else group.push(part);
  }
  return groups;
}

/** `shard 2 of 3 (results/x/report.json)`. */
export const namePart = ({ invocation: { index, total }, from }: Part): string =>
  total === 1 ? from : `shard ${index} of ${total} (${from})`;

/** Of one plan: the others are foreign. */
function findMissing(nodes: string, group: readonly [Part, ...Part[]], hasSeveral: boolean): string[] {
  const [{ invocation, cases }] = group;
  const { total, plan } = invocation;
  const own = group.filter((part) => part.invocation.plan === plan);
  const on = hasSeveral ? ` on ${nameNode(nodes)}` : '';
  const parts = new Map(own.map((part) => [part.invocation.index, part]));
  const keys = new Map<number, string[]>();
  for (const [key, shard] of cases) {
    const same = keys.get(shard);
    if (same === undefined) keys.set(shard, [key]);
    else same.push(key);
  }
  return Array.from({ length: total }, (_, position) => position + 1).flatMap((index) => {
    const part = parts.get(index);
    const planned = keys.get(index) ?? [];
    if (part === undefined) {
      const none = planned.length === 0 ? 'it has no cases, and its report says so' : nameAll(planned);
      return [`shard ${index} of ${total}${on} is missing: ${none}`];
    }
    const measured = new Set(part.results.filter(({ runs }) => runs.length > 0).map(unitKey));
    const lacking = planned.filter((key) => !measured.has(key));
    const named = namePart(part);
    return [
      ...(lacking.length > 0 ? [`${named}${on} lacks ${nameAll(lacking)}`] : []),
      ...(part.invocation.complete || lacking.length > 0
        ? []
        : [`${named}${on} was interrupted: some of its runs are missing`]),
    ];
  });
}

function nameAll(keys: readonly string[]): string {
  const named = keys.slice(0, MAX_NAMED).map(nameUnit).join('; ');
  return keys.length > MAX_NAMED ? `${named}; and ${keys.length - MAX_NAMED} more` : named;
}

function findForeign(part: Part, first: Part): string[] {
  if (part.toolVersion !== first.toolVersion)
    return [
      `${namePart(part)} was measured by tidemark ${part.toolVersion}, ${namePart(first)} by ${first.toolVersion}`,
    ];
  if (part.side?.name !== first.side?.name)
    return [`${namePart(part)} is a side of an A/B comparison, and ${namePart(first)} is not the same one`];
  const names = new Set([...Object.keys(part.request), ...Object.keys(first.request)]);
  const differing = [...names].filter((name) => requestedAs(part, name) !== requestedAs(first, name));
  return differing.length === 0
    ? []
    : [`${namePart(part)} was measured with other options than ${namePart(first)}: ${differing.join(', ')}`];
}

/** Each Node can be another machine's: which they are is what the parts differ in. */
const requestedAs = ({ request }: Part, name: string): string =>
  name === 'nodes' ? '' : JSON.stringify(request[name as keyof typeof request] ?? null);

function findOtherPlans(group: readonly [Part, ...Part[]]): string[] {
  const [first, ...others] = group;
  return [
    ...others.flatMap((part) =>
      part.invocation.plan === first.invocation.plan
        ? []
        : [
            `${namePart(part)} is of another plan (${part.invocation.plan}) than ${namePart(first)} (${first.invocation.plan})`,
          ],
    ),
    // What it says of itself is not what follows from its cases: it was changed.
    ...group.flatMap((part) =>
      hashPlan(part.cases, part.invocation.total) === part.invocation.plan
        ? []
        : [`${namePart(part)} lists other cases than its plan ${part.invocation.plan}`],
    ),
  ];
}

function findOtherPrograms(parts: readonly Part[]): string[] {
  const programs = new Map<string, { readonly hash: string | undefined; readonly part: Part }>();
  const faults = new Set<string>();
  for (const part of parts)
    for (const { scenario, file, programHash: hash } of part.results) {
      const key = JSON.stringify([scenario, file]);
      const before = programs.get(key);
      if (before === undefined) programs.set(key, { hash, part });
      else if (before.hash !== hash)
        faults.add(`${scenario} is another program in ${namePart(part)} than in ${namePart(before.part)}`);
    }
  return [...faults];
}

/** An id is that of one invocation, which measures one shard. */
function findSharedIds(parts: readonly Part[]): string[] {
  const known = new Map<string, Part>();
  return parts.flatMap((part) => {
    const { id } = part.invocation;
    const before = known.get(id);
    known.set(id, part);
    return before === undefined
      ? []
      : [`${namePart(part)} has the id of ${namePart(before)}, ${id}: one was copied`];
  });
}

function findDoubles(parts: readonly Part[]): string[] {
  const seen = new Map<string, Part>();
  return parts.flatMap((part) =>
    part.results.flatMap((result) => {
      const key = JSON.stringify([unitKey(result), result.node]);
      const before = seen.get(key);
      seen.set(key, part);
      return before === undefined
        ? []
        : [`${nameResult(result)} is in ${namePart(before)} and in ${namePart(part)}`];
    }),
  );
}

const nameResult = (result: CaseResult): string => `${nameUnit(unitKey(result))} on ${nameNode(result.node)}`;

/** A case that its plan gives to another shard. */
function findUnplanned(part: Part): string[] {
  const shards = new Map(part.cases);
  const keys = [...new Set(part.results.map(unitKey))];
  return keys
    .filter((key) => shards.get(key) !== part.invocation.index)
    .map((key) => `${namePart(part)} has a case that is not its own: ${nameUnit(key)}`);
}
