import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { compiled } from '../../package-root.ts';
import { SETTINGS_VARIABLE } from '../snapshot.ts';
import { locateCodeCache, writeCodeCache } from './code-cache.ts';

/** Notes whether V8 has accepted what was compiled before. */
const OBSERVER = `
  const vm = process.getBuiltinModule('vm');
  vm.Script = class extends vm.Script {
    constructor(source, options) {
      super(source, options);
      process.codeCache = { isRejected: this.cachedDataRejected };
    }
  };
`;

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'code-cache-test-'));
  for (const name of ['preload.cjs', 'doctor.cjs'])
    copyFileSync(compiled(`harness/doctor/${name}`), join(folder, name));
  writeFileSync(join(folder, 'observer.cjs'), OBSERVER);
});

afterEach(() => rmSync(folder, { recursive: true }));

test('a process takes what V8 has compiled before', () => {
  expect(start()).toEqual({});
  writeCodeCache(folder);
  expect(start()).toEqual({ isRejected: false });
});

test('what V8 does not accept is ignored', () => {
  writeCodeCache(folder);
  writeFileSync(locateCodeCache(folder), 'of another V8');
  expect(start()).toEqual({ isRejected: true });
});

test('another doctor does not get what was compiled of this one, even if it is as long', () => {
  writeCodeCache(folder);
  const doctor = join(folder, 'doctor.cjs');
  const source = readFileSync(doctor);
  rmSync(doctor);
  writeFileSync(doctor, source);
  expect(start()).toEqual({});
  writeCodeCache(folder);
  expect(start()).toEqual({ isRejected: false });
  expect(readdirSync(dirname(locateCodeCache(folder)))).toHaveLength(1);
});

function start(): unknown {
  const snapshots = mkdtempSync(join(folder, 'snapshots-'));
  const args = ['observer.cjs', 'preload.cjs'].flatMap((name) => ['--require', join(folder, name)]);
  const stdout = execFileSync(
    process.execPath,
    [...args, '--eval', 'console.log(JSON.stringify(process.codeCache))'],
    {
      env: { [SETTINGS_VARIABLE]: JSON.stringify({ folder: snapshots }) },
      encoding: 'utf8',
    },
  );
  return JSON.parse(stdout);
}
