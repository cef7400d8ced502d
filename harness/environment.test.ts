import { expect, test } from 'vitest';
import { describeEnvironment } from './environment.ts';
import { reportSchema } from './report-schema.ts';
import { makeReport } from './test/builders.ts';
import { probeNode } from './toolchain/node/probe-node.ts';

test('the environment conforms to the schema of a report', () => {
  const node = probeNode(process.execPath, []);
  const limits = { maxMemoryBytes: 1000, timeoutMs: 60_000 };
  const environment = describeEnvironment([node, { ...node, node: '22.12.0' }], ['--expose-gc'], limits, {
    availableMemoryBytes: 5000,
    gitCommit: 'abc',
  });
  expect(environment).toMatchObject({
    ...node,
    ...limits,
    availableMemoryBytes: 5000,
    gitCommit: 'abc',
    flags: ['--expose-gc'],
    platform: process.platform,
  });
  expect(environment.nodes.map((one) => one.node)).toEqual([node.node, '22.12.0']);
  const report = makeReport({ environment });
  expect(reportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
});
