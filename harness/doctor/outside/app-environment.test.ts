import { expect, test } from 'vitest';
import { makeAppEnvironment } from './app-environment.ts';

const SETTINGS = { folder: '/tmp/x' };
const nodeOptions = (given: NodeJS.ProcessEnv, preload: string) =>
  makeAppEnvironment(given, SETTINGS, preload).NODE_OPTIONS;

test('the doctor is loaded after what NODE_OPTIONS has already', () => {
  expect(nodeOptions({}, '/t/preload.cjs')).toBe('--require=/t/preload.cjs');
  expect(nodeOptions({ NODE_OPTIONS: '--no-warnings' }, '/t/preload.cjs')).toBe(
    '--no-warnings --require=/t/preload.cjs',
  );
});

// Node splits NODE_OPTIONS at spaces outside of double quotes, and takes a backslash inside of them as an escape.
test('a path with spaces, quotes or backslashes stays one word', () => {
  expect(nodeOptions({}, '/a b/preload.cjs')).toBe('--require="/a b/preload.cjs"');
  expect(nodeOptions({}, 'C:\\a b\\"p".cjs')).toBe('--require="C:\\\\a b\\\\\\"p\\".cjs"');
});

test('everything else in the environment is the same', () => {
  const { NODE_OPTIONS, TIDEMARK_DOCTOR, ...others } = makeAppEnvironment({ A: '1', PATH: '/bin' }, SETTINGS);
  expect(others).toEqual({ A: '1', PATH: '/bin' });
  expect(JSON.parse(TIDEMARK_DOCTOR ?? '')).toEqual(SETTINGS);
  expect(NODE_OPTIONS).toContain('preload.cjs');
});
