import { expect, test } from 'vitest';
import { planCases } from '../plan/plan-cases.ts';
import { count } from '../scenario.ts';
import { makeScenario } from '../test/builders.ts';
import { takeShard } from './take-shard.ts';

const CASES = planCases([makeScenario({ parameters: { size: count([1, 2, 3, 4, 5]) } })], {
  ...{ parameterValues: new Map(), matrix: true },
});

test('the shards together measure each case once', () => {
  for (const total of [1, 2, 3, 7]) {
    const taken = Array.from({ length: total }, (_, position) =>
      takeShard(CASES, { index: position + 1, total, source: '--shard' }, { say: () => undefined }),
    ).flatMap(({ cases }) => cases);
    expect(new Set(taken)).toEqual(new Set(CASES));
    expect(taken).toHaveLength(CASES.length);
  }
});

test('says what it read, and that a shard is empty', () => {
  const said: string[] = [];
  const shard = { index: 7, total: 7, source: 'GitLab: CI_NODE_INDEX=7 CI_NODE_TOTAL=7' };
  const share = takeShard(CASES, shard, { say: (text) => said.push(text) });
  expect(share.cases).toEqual([]);
  expect(share.shard?.cases).toHaveLength(5);
  expect(said[0]).toMatch(
    /^shard 7 of 7, from GitLab: CI_NODE_INDEX=7 CI_NODE_TOTAL=7: 0 of 5 cases, .*plan [0-9a-f]{16}$/,
  );
  expect(said[1]).toBe('this shard has no cases: its report is complete, and empty');
});
