/** The gate on real runs: a short form of its self-test that does not depend on the speed of the machine. */
import { afterAll, expect, test } from 'vitest';
import { EXIT } from '../errors.ts';
import { CommandLine } from './command-line.ts';

const cli = new CommandLine('gate');
afterAll(() => cli.remove());

test('a program compared with itself is not a regression, and its faults are', async () => {
  const only = ['--only', 'alone,exact,growth,memory', '--quick', '--seed', '1', '--json'];
  const { code, stdout, stderr } = await cli.run(['gate-selftest', ...only]);
  const { trials } = JSON.parse(stdout) as {
    trials: { title: string; counts: Record<string, number>; isReached: boolean; surprises: string[] }[];
  };
  const outcomes = trials.map(({ title, isReached, surprises }) => ({ title, isReached, surprises }));
  expect(outcomes).toEqual(outcomes.map(({ title }) => ({ title, isReached: true, surprises: [] })));
  expect(trials[0]?.counts.regression).toBe(0);
  expect(trials.slice(1).map(({ counts }) => counts.regression)).toEqual([3, 1, 2]);
  expect({ code, hasProgress: stderr !== '' }).toEqual({ code: EXIT.pass, hasProgress: true });
});

test('an unknown trial is refused', async () => {
  const { code, stderr } = await cli.run(['gate-selftest', '--only', 'alon']);
  expect(code).toBe(EXIT.usage);
  expect(stderr).toContain('did you mean alone?');
});
