/** What the parts of the page need to know of the report that it shows. */
import { nameScenario, scenarioKey } from '../../case-key.ts';
import type { CaseResult, Report } from '../../result.ts';
import { findAxes, labelCase, varyingAxes } from '../text/case-label.ts';
import { html, type Markup } from './markup.ts';
import type { ThinnedSamples } from './thinned-samples.ts';

/** A case as the page shows it. */
export interface ShownCase {
  readonly result: CaseResult;
  /** Its anchor: the same whenever the same cases are measured, so that a link to it stays valid. */
  readonly anchor: string;
  readonly scenario: string;
  /** What distinguishes it from the other cases of its scenario; empty where nothing does. */
  readonly label: string;
  /** Whether there is a section at its anchor. */
  readonly hasSection: boolean;
}

export interface Shown {
  readonly report: Report;
  readonly cases: readonly ShownCase[];
  readonly samples: ThinnedSamples;
}

export function listShownCases({ results }: Report): ShownCase[] {
  const axesOf = findAxes(results, varyingAxes);
  const taken = new Set<string>();
  return results.map((result) => {
    const scenario = nameScenario(result, results);
    const label = labelCase(result, axesOf.get(scenarioKey(result)) ?? []);
    return {
      ...{ result, scenario, label, hasSection: true },
      anchor: makeAnchor(`${scenario} ${label}`, taken),
    };
  });
}

/** The same case of the scenario that does the work the other way. */
export function findPair({ result, label }: ShownCase, cases: readonly ShownCase[]): ShownCase | undefined {
  if (result.pairedWith === undefined) return undefined;
  let byName = BY_NAME.get(cases);
  if (byName === undefined) {
    byName = new Map(
      cases.map((each) => [nameKey(each.result.scenario, each.label), each] as const).reverse(),
    );
    BY_NAME.set(cases, byName);
  }
  return byName.get(nameKey(result.pairedWith, label));
}

/** Of thousands of cases, each looks for its pair. */
const BY_NAME = new WeakMap<readonly ShownCase[], ReadonlyMap<string, ShownCase>>();
const nameKey = (scenario: string, label: string): string => JSON.stringify([scenario, label]);

/** The name of a case: `ignore-drain [highWaterMark 64 KiB]`. */
export const nameShown = ({ scenario, label }: ShownCase): string =>
  label === '' ? scenario : `${scenario} [${label}]`;

/** To its section, if it has one. */
export const linkTo = ({ anchor, hasSection }: ShownCase, text: string): Markup | string =>
  hasSection ? html`<a href="#${anchor}">${text}</a>` : text;

const MAX_ANCHOR_LENGTH = 100;

/** `case-ignore-drain-highWaterMark-64-KiB`. */
export function makeAnchor(name: string, taken: Set<string>): string {
  const words = name
    .replace(/[^A-Za-z0-9]+/g, '-')
    .slice(0, MAX_ANCHOR_LENGTH)
    .replace(/^-|-$/g, '');
  const anchor = `case-${words}`;
  let free = anchor;
  for (let count = 2; taken.has(free); count += 1) free = `${anchor}-${count}`;
  taken.add(free);
  return free;
}
