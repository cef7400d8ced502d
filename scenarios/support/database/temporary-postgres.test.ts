import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { explainMissing, explainOutput, startTemporaryPostgres } from './temporary-postgres.ts';

test('where PostgreSQL is missing, it is said how to install it, and what can be used instead', () => {
  expect(explainMissing(undefined, 'linux')).toMatch(/^PostgreSQL not found: .*apt-get.* --env DATABASE_URL/);
  expect(explainMissing('/usr/bin', 'linux')).toBeUndefined();
});

test('on Windows no server is started, and it is not said that PostgreSQL is missing', () => {
  for (const programs of [undefined, 'C:\\PostgreSQL\\bin'])
    expect(explainMissing(programs, 'win32')).toMatch(/^DATABASE_URL is not set, and on Windows .*=sqlite$/);
});

test('a user without a name is told what to use instead', () => {
  const output = 'initdb: error: could not look up effective user ID 12345: user does not exist\n';
  expect(explainOutput(output)).toBe(
    `${output.trim()}. PostgreSQL needs a user with a name. ` +
      'Pass the URL of a server with --env DATABASE_URL, or use --param database=sqlite',
  );
  expect(explainOutput('initdb: error: no space\n')).toBe('initdb: error: no space');
});

test.skipIf(process.platform === 'win32')(
  'its programs have the locale C, whatever that of tidemark is',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tidemark-postgres-'));
    // The server runs as another user if this process is root's.
    chmodSync(folder, 0o755);
    const seen = join(folder, 'seen');
    writeFileSync(seen, '');
    chmodSync(seen, 0o666);
    writeFileSync(join(folder, 'initdb'), `#!/bin/sh\necho "$LC_ALL" > '${seen}'; exit 7\n`, { mode: 0o755 });
    await expect(startTemporaryPostgres(folder, folder)).rejects.toThrow('initdb ended with 7');
    expect(readFileSync(seen, 'utf8')).toBe('C\n');
    rmSync(folder, { recursive: true });
  },
);
