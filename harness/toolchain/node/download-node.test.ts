import { describe, expect, test } from 'vitest';
import { describeThisMachine } from '../../processes/this-machine.ts';
import { downloadNode } from './download-node.ts';

const machine = { ...describeThisMachine(), platform: 'linux', arch: 'x64' } as const;

test('a system with musl is refused before anything is downloaded: the binaries of npm need glibc', async () => {
  const said: string[] = [];
  const download = await downloadNode(
    [22],
    machine,
    (line) => said.push(line),
    () => false,
  );
  expect(download).toEqual({
    state: 'failed',
    reason: 'npm has no Node for this system, which has musl instead of glibc: give the path of one',
  });
  expect(said).toEqual([]);
});

describe.skipIf(process.platform !== 'linux')('where the home folder cannot be written to', () => {
  test('the variable that chooses another cache is named', async () => {
    const env = { ...machine.env, XDG_CACHE_HOME: '' };
    // Nobody can make a folder there, not even root.
    const download = await downloadNode(
      [22],
      { ...machine, env, home: '/proc/home' },
      () => {},
      () => true,
    );
    expect(download).toMatchObject({
      state: 'failed',
      reason: expect.stringMatching(/\/proc\/home.*; set XDG_CACHE_HOME to a folder that can be written to$/),
    });
  });
});
