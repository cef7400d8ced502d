import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { TempFolderError } from '../errors.ts';
import { makeTempFolder, prepareTempFolders, removeFolder } from './temp-folder.ts';

let parent = '';
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'tidemark-test-'));
});
afterEach(() => {
  removeFolder(parent);
});

describe('a temporary folder', () => {
  test('is made again below a folder that somebody has removed', () => {
    rmSync(parent, { recursive: true });
    expect(readdirSync(makeTempFolder('run', parent))).toEqual([]);
  });

  test('that cannot be made is a TempFolderError with the folder and the reason', () => {
    const file = join(parent, 'file');
    writeFileSync(file, '');
    for (const make of [makeTempFolder, prepareTempFolders]) {
      expect(() => make('run', file)).toThrow(TempFolderError);
      expect(() => make('run', file)).toThrow(/no temporary folder can be made in .*file: E(NOTDIR|EXIST)/);
    }
    expect(() => prepareTempFolders('run', join(parent, 'none'))).toThrow(/none: ENOENT/);
    expect(existsSync(join(parent, 'none'))).toBe(false);
  });

  test('of a process that was killed is removed by the next, and no other', () => {
    const own = makeTempFolder('run', parent);
    writeFileSync(join(own, 'file'), 'content');
    const gonePid = spawnSync(process.execPath, ['--version']).pid;
    const abandoned = basename(own).replace(new RegExp(`-${process.pid}-\\d+-`), `-${gonePid}-0-`);
    const others = [abandoned.replace('run-', 'other-'), 'run-notes', basename(own)];
    for (const name of [abandoned, ...others.slice(0, 2)]) {
      mkdirSync(join(parent, name));
      writeFileSync(join(parent, name, 'file'), 'content');
    }
    prepareTempFolders('run', parent);
    expect(readdirSync(parent).sort()).toEqual(others.sort());
    expect(readdirSync(own)).toEqual(['file']);
    const made = makeTempFolder('other', parent);
    expect(readdirSync(parent).sort()).toEqual([basename(made), ...others.slice(1)].sort());
  });
});

describe('a folder is removed', () => {
  const make = (): string => makeTempFolder('run', parent);

  test('with everything in it, but not what its links lead to', () => {
    const folder = make();
    writeFileSync(join(parent, 'precious'), 'content');
    symlinkSync(parent, join(folder, 'link'));
    mkdirSync(join(folder, 'a/b'), { recursive: true });
    expect(removeFolder(folder)).toBeUndefined();
    expect(readdirSync(parent)).toEqual(['precious']);
  });

  test('even if it has been removed', () => {
    const folder = make();
    rmSync(folder, { recursive: true });
    expect(removeFolder(folder)).toBeUndefined();
  });

  test('even if its paths are too long for the system', () => {
    const folder = make();
    const name = 'n'.repeat(100);
    mkdirSync(join(folder, name));
    // Each turn puts what there is into another folder.
    for (let depth = 0; depth < 60; depth += 1) {
      mkdirSync(join(folder, 'outer'));
      renameSync(join(folder, name), join(folder, 'outer', name));
      renameSync(join(folder, 'outer'), join(folder, name));
    }
    writeFileSync(join(folder, name, 'file'), 'content');
    expect(removeFolder(folder)).toBeUndefined();
    expect(readdirSync(parent)).toEqual([]);
  });

  test('even if its folders cannot be written to', () => {
    const folder = make();
    mkdirSync(join(folder, 'locked/inner'), { recursive: true });
    writeFileSync(join(folder, 'locked/inner/file'), 'content');
    for (const path of ['locked/inner', 'locked', '']) chmodSync(join(folder, path), 0o555);
    expect(removeFolder(folder)).toBeUndefined();
    expect(readdirSync(parent)).toEqual([]);
  });

  test('or the error says why not', () => {
    const file = join(parent, 'file');
    writeFileSync(file, '');
    expect(removeFolder(join(file, 'below'))).toMatchObject({ code: 'ENOTDIR' });
  });
});
