import type { SideIdentity } from '../../compare/verdict.ts';
import type { Environment, Report } from '../../result.ts';
import { formatBytes } from '../../units.ts';
import type { Reported } from './reported.ts';

type Property = readonly [name: string, value: string];

/** The properties of the environment, by name; for a comparison those of both sides, and their differences. */
export function describeEnvironment(reported: Reported): Property[] {
  if (reported.kind === 'run') return describeReport(reported.report);
  const { a, b, environmentDifferences } = reported.comparison;
  return [
    ...describeSide('a', a),
    ...describeSide('b', b),
    ...environmentDifferences.map(
      ({ field, a: of, b: to }) => [`differs.${field}`, `${of} → ${to}`] as const,
    ),
  ];
}

function describeReport({ id, tool, startedAt, seed, argv, environment, merged }: Report): Property[] {
  const machines = merged?.invocations.map((one) => one.environment) ?? [environment];
  return [
    ['id', id],
    ['tidemark', tool.version],
    ['startedAt', startedAt],
    ['seed', String(seed)],
    ['command', argv.join(' ')],
    ...joinFields(machines.map(listFields)),
  ];
}

function describeSide(side: string, { id, label, startedAt, environment }: SideIdentity): Property[] {
  const fields: Property[] = [
    ['label', label],
    ['id', id],
    ['startedAt', startedAt],
    ...listFields(environment),
  ];
  return fields.map(([name, value]) => [`${side}.${name}`, value]);
}

function listFields(environment: Environment): Property[] {
  const { nodes, flags, platform, arch, kernel, cpuModel, cpuCount } = environment;
  const { memoryBytes, cgroupLimitBytes, loadAverage, gitCommit, gitIsClean } = environment;
  return [
    ['node', nodes.map(({ node }) => node).join(', ')],
    ['v8', nodes.map(({ v8 }) => v8).join(', ')],
    ['flags', flags.join(' ')],
    ['platform', `${platform} ${arch}`],
    ['kernel', kernel],
    ['cpu', `${cpuCount} × ${cpuModel}`],
    ['memory', formatBytes(memoryBytes)],
    ...(cgroupLimitBytes === undefined ? [] : [['cgroupLimit', formatBytes(cgroupLimitBytes)] as const]),
    ...(loadAverage === undefined ? [] : [['loadAverage', String(loadAverage)] as const]),
    ...(gitCommit === undefined ? [] : [['gitCommit', gitCommit] as const]),
    ...(gitIsClean === undefined ? [] : [['gitIsClean', String(gitIsClean)] as const]),
  ];
}

/** More are counted. */
const MAX_VALUES = 3;

/** Each property once, with the values of all machines. */
function joinFields(machines: readonly (readonly Property[])[]): Property[] {
  const joined = new Map<string, Set<string>>();
  for (const [name, value] of machines.flat()) joined.set(name, (joined.get(name) ?? new Set()).add(value));
  return [...joined].map(([name, values]) => {
    const [first = ''] = values;
    if (values.size === 1) return [name, first];
    return [name, values.size > MAX_VALUES ? `${values.size} different values` : [...values].join(' | ')];
  });
}
