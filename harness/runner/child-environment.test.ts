import { expect, test } from 'vitest';
import { RUN_ID } from '../processes/run-mark.ts';
import { makeChildEnvironment } from './child-environment.ts';

const PARENT = {
  PATH: '/usr/bin',
  HOME: '/home/me',
  TZ: 'Europe/Zurich',
  LANG: 'de_CH.UTF-8',
  NODE_OPTIONS: '--max-old-space-size=64',
  NODE_V8_COVERAGE: '/tmp/coverage',
  VITEST: 'true',
  UV_THREADPOOL_SIZE: '8',
  SECRET: 'token',
};

test('variables that would change the measurement, and private ones, are left out', () => {
  expect(makeChildEnvironment(PARENT, [], 'run-1')).toEqual({
    PATH: '/usr/bin',
    HOME: '/home/me',
    TZ: 'UTC',
    LANG: 'C.UTF-8',
    [RUN_ID]: 'run-1',
  });
});

test('a variable that is named is passed on, even one that would be left out or is fixed', () => {
  const environment = makeChildEnvironment(PARENT, ['UV_THREADPOOL_SIZE', 'NODE_OPTIONS', 'TZ'], 'run-1');
  expect(environment).toMatchObject({
    UV_THREADPOOL_SIZE: '8',
    NODE_OPTIONS: '--max-old-space-size=64',
    TZ: 'Europe/Zurich',
  });
});

test('a variable that is named but not set stays unset', () => {
  expect(makeChildEnvironment({}, ['ABSENT'], 'run-1')).not.toHaveProperty('ABSENT');
});

test('the id of a run cannot be passed on from another', () => {
  expect(makeChildEnvironment({ [RUN_ID]: 'other' }, [RUN_ID], 'run-1')[RUN_ID]).toBe('run-1');
});

test('a runtime that closes its descriptors is told which ones it has been given', () => {
  const runtime = { name: 'Deno', version: '2.9.6', node: '26.3.0' } as const;
  const ofDeno = { DENO_EXTRA_STDIO_FDS: '3,4,5', DENO_NO_UPDATE_CHECK: '1' };
  expect(makeChildEnvironment({}, [], 'run-1', runtime)).toMatchObject(ofDeno);
  expect(makeChildEnvironment({}, [], 'run-1')).not.toHaveProperty('DENO_EXTRA_STDIO_FDS');
});
