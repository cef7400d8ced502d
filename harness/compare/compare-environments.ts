/** In which fields the environments of two reports differ, and what cannot be compared because of it. Pure. */
import { type Axis, majorOf } from '../case-key.ts';
import type { Environment, NodeEnvironment, Report } from '../result.ts';
import { nameNode, runtimeNameOf } from '../runtimes/runtime.ts';
import { mapSides, type Sides } from '../sides.ts';
import type { ReportComparison } from './verdict.ts';

/** Where the machines differ in one of these, time and memory cannot be compared. */
const MACHINE_FIELDS = [
  'platform',
  'arch',
  'kernel',
  'cpuModel',
  'cpuCount',
  'memoryBytes',
  'cgroupLimitBytes',
] as const;

/** Free memory, the limit derived from it, and load differ each time: they are not compared. */
const INFORMATIONAL_FIELDS = ['gitCommit', 'timeoutMs'] as const;

const NODE_FIELDS = [
  'node',
  'v8',
  'uv',
  'execPath',
  'defaultHighWaterMarkBytes',
  'bufferPoolSizeBytes',
] as const satisfies readonly (keyof NodeEnvironment)[];

export interface EnvironmentComparison {
  readonly differences: ReportComparison['environmentDifferences'];
  /** Why nothing may be compared. */
  readonly reasons: readonly string[];
}

export function compareEnvironments(
  a: Report,
  b: Report,
  intendedDifferences: ReadonlySet<Axis>,
): EnvironmentComparison {
  const differences = [
    { field: 'tidemark', a: a.tool.version, b: b.tool.version },
    ...NODE_FIELDS.map((field) => ({ field, ...readBoth(a, b, (one) => readNodes(one, field)) })),
    { field: 'flags', ...readBoth(a, b, ({ flags }) => flags.join(' ')) },
    ...[...MACHINE_FIELDS, ...INFORMATIONAL_FIELDS].map((field) => ({
      field,
      ...readBoth(a, b, (one) => String(one[field] ?? 'none')),
    })),
  ].filter((one) => one.a !== one.b);
  const [majorsOfA, majorsOfB] = [a, b].map(({ environment }) => listMajors(environment));
  const isOtherNode =
    !majorsOfA?.some((major) => majorsOfB?.includes(major)) && !intendedDifferences.has('node');
  const flags = differences.find(({ field }) => field === 'flags');
  return {
    differences,
    reasons: [
      ...(intendedDifferences.has('node') ? [] : describeOtherDefaults(a, b)),
      ...(isOtherNode ? [describeOtherMajors(majorsOfA ?? [], majorsOfB ?? [])] : []),
      ...(flags !== undefined && !intendedDifferences.has('flags')
        ? [`Node flags differ: ${flags.a || 'none'} in A, ${flags.b || 'none'} in B`]
        : []),
    ],
  };
}

function describeOtherMajors(a: readonly string[], b: readonly string[]): string {
  if ([...a, ...b].every((major) => runtimeNameOf(major) === undefined))
    return `Node major versions differ: ${a.join(', ')} in A, ${b.join(', ')} in B`;
  const [ofA, ofB] = [a, b].map((majors) => majors.map((major) => nameNode(major)).join(', '));
  return `runtimes differ: ${ofA} in A, ${ofB} in B`;
}

/** Fields in which the machines differ: then only counters and growth are compared. */
export const listMachineDifferences = (a: Environment, b: Environment): string[] =>
  MACHINE_FIELDS.filter((field) => String(a[field] ?? 'none') !== String(b[field] ?? 'none'));

/**
 * What streams buffer follows from the defaults of Node, and on Windows these are others: 16 KiB for highWaterMark where
 * other systems have 64 KiB, for the same version.
 */
function describeOtherDefaults(a: Report, b: Report): string[] {
  const nodesOfB = new Map(b.environment.nodes.map((node) => [majorOf(node.node), node]));
  return a.environment.nodes.flatMap((node) => {
    const other = nodesOfB.get(majorOf(node.node));
    if (other === undefined) return [];
    return DEFAULTS.flatMap(({ field, label }) =>
      node[field] === other[field]
        ? []
        : [`${label} of ${nameNode(majorOf(node.node))} differs: ${node[field]} in A, ${other[field]} in B`],
    );
  });
}

const DEFAULTS = [
  { field: 'defaultHighWaterMarkBytes', label: 'the default highWaterMark' },
  { field: 'bufferPoolSizeBytes', label: 'Buffer.poolSize' },
] as const satisfies readonly { readonly field: keyof NodeEnvironment; readonly label: string }[];

const readBoth = (a: Report, b: Report, read: (environment: Environment) => string): Sides<string> =>
  mapSides({ a, b }, ({ environment }) => read(environment));

/** In the order of their versions, whichever was requested first. */
const readNodes = ({ nodes }: Environment, field: keyof NodeEnvironment): string =>
  [...nodes]
    .sort((one, other) => (one.node < other.node ? -1 : one.node > other.node ? 1 : 0))
    .map((node) => String(node[field]))
    .join(', ');

const listMajors = ({ nodes }: Environment): string[] => [...new Set(nodes.map(({ node }) => majorOf(node)))];
