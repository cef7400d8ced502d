/** The gate on real runs: a short form of its self-test, in which nothing depends on how fast the machine is. */
import { afterAll, expect, test } from 'vitest';
import { EXIT } from '../exit-codes.ts';
import { CommandLine } from './command-line.ts';

const cli = new CommandLine('gate');
afterAll(() => cli.remove());

test('a program beside itself is no regression, and its faults are', async () => {
  const only = ['--only', 'alone,exact,growth,memory', '--quick', '--seed', '1', '--json'];
  const { code, stdout, stderr } = await cli.run(['gate-selftest', ...only]);
  const { trials } = JSON.parse(stdout) as {
    trials: { title: string; said: Record<string, number>; isReached: boolean; surprises: string[] }[];
  };
  const told = trials.map(({ title, isReached, surprises }) => ({ title, isReached, surprises }));
  expect(told).toEqual(told.map(({ title }) => ({ title, isReached: true, surprises: [] })));
  expect(trials[0]?.said.regression).toBe(0);
  expect(trials.slice(1).map(({ said }) => said.regression)).toEqual([3, 1, 2]);
  expect({ code, said: stderr !== '' }).toEqual({ code: EXIT.pass, said: true });
});

test('a trial that there is not is refused', async () => {
  const { code, stderr } = await cli.run(['gate-selftest', '--only', 'alon']);
  expect(code).toBe(EXIT.usage);
  expect(stderr).toContain('did you mean alone?');
});
