/** Under which conditions the runs of an invocation are made, and how they differ from those before it was interrupted. Pure. */
import { identifyScenario } from '../catalogue/scenario-file.ts';
import { readToolVersion } from '../package-root.ts';
import type { Prepared } from '../prepare/prepare.ts';
import type { Conditions } from '../store/results-folder.ts';

/** The memory of a machine differs a little from one start to the next. */
const SAME_MEMORY = 0.02;

export function describeConditions({
  environment,
  subjects,
}: Pick<Prepared, 'environment' | 'subjects'>): Conditions {
  const { nodes, platform, arch, cpuModel, cpuCount, memoryBytes } = environment;
  const scenarios = new Set(subjects.map((subject) => subject.case.scenario));
  return {
    tool: readToolVersion(),
    programs: Object.fromEntries(
      [...scenarios].map((scenario) => {
        const identity = identifyScenario(scenario);
        return [identity.file ?? identity.scenario, scenario.programHash];
      }),
    ),
    nodes: nodes.map(({ execPath, node, v8 }) => ({ execPath, node, v8 })),
    machine: { platform, arch, cpuModel, cpuCount, memoryBytes },
  };
}

/** A sentence for each difference. */
export const describeDifferences = (before: Conditions, now: Conditions): string[] => [
  ...(before.tool === now.tool ? [] : [`tidemark is ${now.tool}, and was ${before.tool}`]),
  ...comparePrograms(before.programs, now.programs),
  ...compareNodes(before.nodes, now.nodes),
  ...compareMachines(before.machine, now.machine),
];

function comparePrograms(before: Conditions['programs'], now: Conditions['programs']): string[] {
  const added = Object.keys(now).filter((name) => !Object.hasOwn(before, name));
  return [
    ...Object.entries(before).flatMap(([name, hash]) => {
      if (!Object.hasOwn(now, name)) return [`the scenario ${name} is gone`];
      return now[name] === hash ? [] : [`the scenario ${name} has been changed`];
    }),
    ...added.map((name) => `the scenario ${name} is new`),
  ];
}

function compareNodes(before: Conditions['nodes'], now: Conditions['nodes']): string[] {
  const describe = (nodes: Conditions['nodes']): string =>
    nodes.map(({ execPath, node, v8 }) => `${node} (${execPath}, V8 ${v8})`).join(', ');
  const [was, is] = [describe(before), describe(now)];
  return was === is ? [] : [`Node is ${is}, and was ${was}`];
}

function compareMachines(before: Conditions['machine'], now: Conditions['machine']): string[] {
  return Object.entries(now).flatMap(([field, is]) => {
    const was = before[field];
    return isSame(was, is, field) ? [] : [`${field} of the machine is ${is}, and was ${was ?? 'not stored'}`];
  });
}

function isSame(was: string | number | undefined, is: string | number, field: string): boolean {
  if (field !== 'memoryBytes' || typeof was !== 'number' || typeof is !== 'number') return was === is;
  return Math.abs(was - is) <= SAME_MEMORY * was;
}
