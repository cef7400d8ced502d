import Table from 'cli-table3';
import {
  ALPHA,
  type NodeBenchComparison,
  type NodeBenchRow,
  THRESHOLD,
} from '../../../node-bench/compare-node-bench.ts';
import { describeRuns, type NodeBenchFile } from '../../../node-bench/read-node-bench.ts';
import type { Colors } from '../../text/colors.ts';
import { quoteLine } from '../../text/terminal-text.ts';
import { wrapText } from '../../text/wrap-text.ts';
import { PLAIN_TABLE } from '../plain-table.ts';

/** Renders a comparison of two outputs of node:bench. Ends without a newline. */
export function renderNodeBench(
  { verdict, rows }: NodeBenchComparison,
  { colors, width }: { readonly colors: Colors; readonly width: number },
): string {
  const parts = rows.map((row) => {
    const table = new Table({ ...PLAIN_TABLE });
    table.push(['', 'A', 'B', 'difference', 'verdict'].map((word) => colors.dim(word)));
    const { a, b } = row.nsPerOperation;
    table.push(['time per operation', formatNs(a), formatNs(b), formatDifference(row), row.verdict]);
    table.push(['runs', `${row.runs.a}`, `${row.runs.b}`, '', '']);
    const reason = row.reason === undefined ? [] : [wrapText(`! ${quoteLine(row.reason)}`, width, '  ')];
    return [wrapText(quoteLine(row.name), width, '  '), table.toString(), ...reason].join('\n');
  });
  return [...parts, wrapText(ABOUT, width, '  '), `verdict: ${verdict}`].join('\n\n');
}

/** Renders one output of node:bench. Ends without a newline. */
export function renderNodeBenchFile(
  { benches, processes }: NodeBenchFile,
  { colors, width }: { readonly colors: Colors; readonly width: number },
): string {
  const parts = [...benches.values()].map(({ name, nsPerOperation: runs, failures }) => {
    const table = new Table({ ...PLAIN_TABLE });
    table.push(['', 'median', 'fastest', 'slowest', 'runs', 'failed'].map((word) => colors.dim(word)));
    const spread = describeRuns(runs);
    const figures = [spread?.median, spread?.fastest, spread?.slowest].map((ns) => formatNs(ns ?? null));
    table.push(['time per operation', ...figures, `${runs.length}`, `${failures}`]);
    return [wrapText(quoteLine(name), width, '  '), table.toString()].join('\n');
  });
  const about = [
    'A run is one process, and its figure the median of its samples.',
    processes.size === 1 ? 'One process does not show how much processes differ.' : '',
    ABSENT,
  ];
  return [...parts, wrapText(about.filter((each) => each !== '').join(' '), width, '  ')].join('\n\n');
}

const ABSENT = 'Environment and memory: –, because node:bench does not write them.';

const ABOUT =
  `A run is one process, and its figure the median of its samples. The runs of A and B are compared by rank, not in pairs: ` +
  `at most ${ALPHA * 100} % false alarms of a comparison if the processes of A and B were started in turn; ` +
  `otherwise background load can look like a difference. Threshold ${THRESHOLD * 100} %. ` +
  `${ABSENT} That both sides ran on one machine and one version of Node is not checked.`;

const formatNs = (ns: number | null): string => (ns === null ? '–' : `${Number(ns.toPrecision(4))} ns`);

function formatDifference({ difference }: NodeBenchRow): string {
  if (difference === null) return '–';
  const { estimate, low, high } = difference;
  return `${percent(estimate)} % (${percent(low)}…${percent(high)})`;
}

const percent = (share: number): string => `${share > 0 ? '+' : ''}${Number((share * 100).toPrecision(3))}`;
