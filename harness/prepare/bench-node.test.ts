import { expect, test } from 'vitest';
import { UsageError } from '../errors.ts';
import { chooseBenchNode } from './bench-node.ts';

const node = (version: string) => ({ execPath: `/nodes/${version}`, node: version });

test('the first Node that has node:bench lists the benches, with the flags of the runs', () => {
  const nodes = [node('24.21.0'), node('26.8.2'), node('26.10.0'), node('27.0.0')];
  expect(chooseBenchNode(nodes, ['--no-warnings'])).toEqual({
    execPath: '/nodes/26.10.0',
    nodeFlags: ['--no-warnings'],
  });
});

test('without such a Node, the refusal says what is needed, what there is, and what to try', () => {
  const refuse = (): unknown => chooseBenchNode([node('20.20.2'), node('26.8.2')], []);
  expect(refuse).toThrow(UsageError);
  expect(refuse).toThrow(
    'node:bench needs Node 26.9 or later, with --experimental-bench, and this is Node 20.20.2, 26.8.2',
  );
});
