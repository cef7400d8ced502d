import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { ResultsError, UsageError } from '../errors.ts';
import { openTerminal } from '../report/terminal/open-terminal.ts';
import { init } from './init.ts';

const refusal = { code: '' };
vi.mock(import('../store/whole-file.ts'), async (importOriginal) => ({
  ...(await importOriginal()),
  writeWhole: () => {
    throw Object.assign(new Error(`${refusal.code}: write`), { code: refusal.code, syscall: 'write' });
  },
}));

const silent = { write: () => true };

function fail(code: string): unknown {
  refusal.code = code;
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-init-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  try {
    init(
      { command: 'init', file: join(folder, 'a.ts'), ci: false, force: false },
      openTerminal({ stdout: silent, stderr: silent, env: {} }),
    );
  } catch (error) {
    return error;
  }
  return undefined;
}

test('a full disk is not the fault of whoever typed the command', () => {
  expect(['ENOSPC', 'EDQUOT', 'EROFS'].map(fail)).toEqual(Array(3).fill(expect.any(ResultsError)));
});

test('a file that may not be written is', () => {
  expect(fail('EACCES')).toBeInstanceOf(UsageError);
});
