/** Which cases the selected versions of Node can run: a scenario says what it needs. */
import { UsageError } from '../errors.ts';
import { describeNeeds, hasWhatItNeeds } from '../plan/needs.ts';
import type { Subject } from '../plan/plan-runs.ts';
import type { Terminal } from '../report/terminal/open-terminal.ts';
import { quoteLine } from '../report/text/terminal-text.ts';
import { wrapText } from '../report/text/wrap-text.ts';
import { nameNode } from '../runtimes/runtime.ts';
import type { Needs } from '../scenario.ts';

/** Those whose Node has what their scenario needs. Says which are skipped, and why; throws a UsageError if all are. */
export function takeSupported(
  subjects: readonly Subject[],
  { say, width }: Pick<Terminal, 'say' | 'width'>,
): readonly Subject[] {
  // What is needed of Node, no other runtime has.
  const isSupported = ({ case: { scenario }, node, runtime }: Subject): boolean =>
    runtime === undefined ? hasWhatItNeeds(node, scenario.needs) : scenario.needs === undefined;
  const skipped = subjects.filter((subject) => !isSupported(subject));
  if (skipped.length === 0) return subjects;
  const reasons = describeSkipped(skipped);
  if (skipped.length === subjects.length) {
    throw new UsageError(`nothing can be measured: ${reasons.join('; ')}`, { hint: suggestNode(skipped) });
  }
  for (const reason of reasons) say(wrapText(`! skipped: ${reason}`, width, '  '));
  return subjects.filter(isSupported);
}

/** A sentence for each version of Node, with the scenarios that need the same. */
function describeSkipped(skipped: readonly Subject[]): string[] {
  const groups = new Map<string, { readonly node: string; readonly needs: Needs; names: Set<string> }>();
  for (const { case: one, node } of skipped) {
    const { name, needs = {} } = one.scenario;
    const key = `${node} ${describeNeeds(needs)}`;
    const group = groups.get(key) ?? { node, needs, names: new Set() };
    group.names.add(quoteLine(name));
    groups.set(key, group);
  }
  return [...groups.values()].map(({ node, needs, names }) => {
    const verb = names.size === 1 ? 'needs' : 'need';
    return `${[...names].join(', ')} ${verb} ${describeNeeds(needs)}, and this is ${nameNode(node)}`;
  });
}

/** The newest line has had it for longest, as a rule. */
function suggestNode(skipped: readonly Subject[]): string {
  const versions = skipped.flatMap(({ case: { scenario } }) => scenario.needs?.node ?? []);
  const majors = versions.map((version) => Number(version.split('.')[0]));
  return majors.length === 0
    ? 'measure them with Node'
    : `choose another Node: --node ${Math.max(...majors)}`;
}
