import type { Report } from '../../../result.ts';
import { nameNode } from '../../../runtimes/runtime.ts';
import { formatBytes, formatDuration } from '../../../units.ts';
import { describeEnvironment } from '../../text/environment-text.ts';
import { html, type Markup, NOTHING } from '../markup.ts';
import { renderTable } from '../table.ts';

/** Everything that a figure can depend on: what every format shows, and what only the report has in addition. */
export function renderEnvironment(report: Report): Markup {
  const { environment, finishedAt, complete } = report;
  const { nodes, availableMemoryBytes, maxMemoryBytes, timeoutMs } = environment;
  const rows = [
    ...describeEnvironment({ kind: 'run', report }),
    ['finishedAt', finishedAt],
    ['complete', String(complete)],
    ['availableMemory', formatBytes(availableMemoryBytes)],
    ['maxMemory', formatBytes(maxMemoryBytes)],
    ['timeout', formatDuration(timeoutMs)],
    ...nodes.flatMap(({ node, uv, execPath, defaultHighWaterMarkBytes, bufferPoolSizeBytes }) => [
      [`${nameNode(node)}: uv`, uv],
      [`${nameNode(node)}: binary`, execPath],
      [`${nameNode(node)}: default highWaterMark`, formatBytes(defaultHighWaterMarkBytes)],
      [`${nameNode(node)}: Buffer.poolSize`, formatBytes(bufferPoolSizeBytes)],
    ]),
  ];
  return html`<section id="environment"><h2>Environment</h2>${renderTable('Environment', [{ head: 'property' }, { head: 'value' }], rows as [string, string][])}${renderInvocations(report)}</section>`;
}

/** Of a merged report: on which machine each shard was measured. */
function renderInvocations({ merged }: Report): Markup {
  if (merged === undefined) return NOTHING;
  const rows = merged.invocations.map(({ id, index, total, startedAt, complete, environment }) => [
    id,
    `${index} of ${total}`,
    startedAt,
    complete ? 'complete' : 'interrupted',
    environment.nodes.map(({ node }) => node).join(', '),
    `${environment.platform} ${environment.arch}, ${environment.kernel}`,
    `${environment.cpuCount} × ${environment.cpuModel}`,
    formatBytes(environment.memoryBytes),
  ]);
  const heads = ['invocation', 'shard', 'started', 'state', 'Node', 'system', 'CPU', 'memory'];
  return html`<h3>Measured by ${merged.invocations.length} invocations</h3><p>Time and memory of different machines are not compared; what is counted is.</p>${renderTable(
    'Invocations',
    heads.map((head) => ({ head })),
    rows,
  )}`;
}
