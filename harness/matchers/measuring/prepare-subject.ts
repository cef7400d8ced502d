/** From what a test selects to the one case that is measured. */
import { existsSync } from 'node:fs';
import { dirname, isAbsolute, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DescribedScenario } from '../../catalogue/describe-scenarios.ts';
import { isPath, shortPath } from '../../catalogue/find-own-files.ts';
import { loadScenarios } from '../../catalogue/load-scenarios.ts';
import { UsageError } from '../../errors.ts';
import { describeNeeds, hasWhatItNeeds } from '../../plan/needs.ts';
import { planCases } from '../../plan/plan-cases.ts';
import type { Subject } from '../../plan/plan-runs.ts';
import type { Declares, GivenParameters, Selected } from '../messages.ts';

/** Throws a UsageError for what does not select exactly one case. */
export async function prepareSubject(
  { selector, declares }: Selected,
  parameters: GivenParameters,
  testFile: string | undefined,
): Promise<Subject> {
  const scenarios = await loadScenarios([findFromTest(selector, testFile)]);
  const [scenario] = scenarios;
  if (scenario === undefined || scenarios.length > 1) {
    throw new UsageError(`${selector} selects ${scenarios.length} scenarios`, {
      hint: 'a matcher measures one: name its file',
    });
  }
  if (declares !== undefined) refuseOther(scenario, declares);
  refuseUnsupported(scenario);
  const values = Object.entries(parameters).map(([name, value]) => [name, [String(value)]] as const);
  const cases = planCases([scenario], { parameterValues: new Map(values), matrix: false });
  const [one] = cases;
  if (one === undefined || cases.length > 1) {
    const { rows, columns, blocks } = scenario.comparisonTable ?? {};
    const axes = [rows, columns, blocks].filter((axis) => axis !== undefined);
    throw new UsageError(`${scenario.name} has ${cases.length} cases`, {
      hint: `a matcher measures one: give { parameters } with one value of ${axes.join(', ')}`,
    });
  }
  return { case: one, execPath: process.execPath, node: process.version };
}

/** A matcher measures on the Node that runs the tests. */
function refuseUnsupported({ name, needs }: DescribedScenario): void {
  const { node } = process.versions;
  if (needs === undefined || hasWhatItNeeds(node, needs)) return;
  throw new UsageError(`${name} needs ${describeNeeds(needs)}, and this is Node ${node}`, {
    hint: 'skip the test on this version',
  });
}

/** As in every command, a path is relative to the current folder; if nothing is there, to that of the test. */
function findFromTest(selector: string, testFile: string | undefined): string {
  const isRelative = isPath(selector) && !isAbsolute(selector) && !selector.startsWith('file:');
  if (!isRelative || testFile === undefined || existsSync(resolve(selector))) return selector;
  const fromTest = resolve(dirname(testFile), selector);
  return existsSync(fromTest) ? fromTest : selector;
}

/** What is imported may be written in one file and exported by another, or made in the test itself. */
function refuseOther(scenario: DescribedScenario, declares: Declares): void {
  const { name = scenario.name, title = declares.name ?? scenario.title, parameters } = declares;
  const isSame =
    name === scenario.name && title === scenario.title && parameters === JSON.stringify(scenario.parameters);
  if (isSame) return;
  throw new UsageError(
    `${shortPath(fileURLToPath(scenario.source))} has another scenario as its default export than the one that was given`,
    {
      hint: 'a scenario is measured by its file: give it a file of its own, with the scenario as the default export',
    },
  );
}
