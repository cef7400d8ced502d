/** The stores themselves. The tests of a PostgreSQL server are skipped if its programs are not installed. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { findPostgres } from './find-postgres.ts';
import { makeCopyData, openPostgresStore } from './postgres-store.ts';
import type { RecordStore } from './record-store.ts';
import { openSqliteStore } from './sqlite-store.ts';
import { startTemporaryPostgres } from './temporary-postgres.ts';

const programs = findPostgres();
const withPostgres =
  programs === undefined ? 'skipped: PostgreSQL is not installed' : `with the one in ${programs}`;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidemark-store-'));
});
afterEach(() => {
  vi.doUnmock('libsql/promise');
  vi.resetModules();
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
});

/** What every store does, with bytes that would break a text format. */
async function expectToStore(store: RecordStore): Promise<void> {
  expect(await store.count()).toEqual({ rows: 0, bytes: 0 });
  await store.insert([Buffer.from('one'), Buffer.from([0, 0xff, 0x5c, 0x0a]), Buffer.alloc(0)]);
  await store.insert([Buffer.alloc(100_000, 'long')]);
  await store.insert([]);
  expect(await store.count()).toEqual({ rows: 4, bytes: 100_007 });
}

describe('SQLite', () => {
  test('counts what was inserted', async () => {
    const store = await openSqliteStore(folder);
    await expectToStore(store);
    await store.close();
  });

  test('a batch is committed: another connection sees it', async () => {
    const store = await openSqliteStore(folder);
    await store.insert([Buffer.from('committed')]);
    const { default: Database } = await import('libsql');
    const other = new Database(join(folder, 'records.db'), {});
    const stored = other.prepare('SELECT CAST(payload AS TEXT) AS payload FROM records').all();
    expect(stored).toEqual([{ payload: 'committed' }]);
    other.close();
    await store.close();
  });

  test('without its driver, the error says what to install', async () => {
    vi.doMock('libsql/promise', () => {
      throw new Error('no such module');
    });
    const refused = openSqliteStore(folder);
    await expect(refused).rejects.toThrow(/^SQLite cannot be used: .*optional package libsql/);
    await expect(refused).rejects.toThrow("'npm install libsql', or use --param database=postgres");
  });
});

test('rows are in the binary format of COPY', () => {
  const signature = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1');
  const flagsAndExtension = Buffer.alloc(8);
  const row = Buffer.from([0, 1, 0, 0, 0, 2, 0xab, 0xcd]);
  const end = Buffer.from([0xff, 0xff]);
  expect(makeCopyData([Buffer.from([0xab, 0xcd])])).toEqual(
    Buffer.concat([signature, flagsAndExtension, row, end]),
  );
});

test('without a server and the programs to start one, the error says what to try', async () => {
  const refused = openPostgresStore(folder, { url: undefined, programs: undefined });
  await expect(refused).rejects.toThrow(/^PostgreSQL not found: .*apt-get install.*--env DATABASE_URL/);
  expect(readdirSync(folder)).toEqual([]);
});

test('without the PostgreSQL driver, the error says what to install', async () => {
  const importDrivers = () => Promise.reject(new Error("Cannot find package 'pg'"));
  const refused = openPostgresStore(folder, { url: undefined, programs }, importDrivers);
  await expect(refused).rejects.toThrow("'npm install pg pg-copy-streams', or use --param database=sqlite");
  // No server was started.
  expect(readdirSync(folder)).toEqual([]);
});

test('a server that does not answer is an error, and no other one is started', async () => {
  const url = `postgresql://user@localhost/none?host=${folder}`;
  await expect(openPostgresStore(folder, { url, programs })).rejects.toThrow('cannot connect to PostgreSQL');
  expect(readdirSync(folder)).toEqual([]);
});

test.skipIf(process.platform === 'win32').each([
  ['initdb', { initdb: 'echo no room >&2; exit 3', postgres: 'exit 0' }, /initdb ended with 3: no room$/],
  [
    'the server',
    { initdb: 'exit 0', postgres: 'echo bad file >&2; exit 2' },
    /^postgres ended with 2: bad file$/,
  ],
])('when %s fails, its output is the reason', async (_what, scripts, reason) => {
  const failing = join(folder, 'bin');
  mkdirSync(failing);
  for (const [name, script] of Object.entries(scripts)) {
    writeFileSync(join(failing, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }
  await expect(startTemporaryPostgres(folder, failing)).rejects.toThrow(reason);
});

describe.skipIf(programs === undefined)(`PostgreSQL (${withPostgres})`, () => {
  test('counts what was inserted, in a temporary server that is stopped afterwards', async () => {
    const store = await openPostgresStore(folder, { url: undefined, programs });
    await expectToStore(store);
    const pidFile = join(folder, 'postgres', 'data', 'postmaster.pid');
    expect(existsSync(pidFile)).toBe(true);
    await store.close();
    expect(existsSync(pidFile)).toBe(false);
  });

  test('leaves the data in the user’s server unchanged, and nothing of its own', async () => {
    const { connection, stop } = await startTemporaryPostgres(folder, programs);
    const { default: pg } = await import('pg');
    const user = new pg.Client(connection);
    await user.connect();
    await user.query("CREATE TABLE tidemark_records (note) AS VALUES ('of the user')");
    const url = `postgresql://${connection.user}@localhost/${connection.database}?host=${connection.host}`;

    const store = await openPostgresStore(join(folder, 'not-used'), { url, programs: undefined });
    await expectToStore(store);
    await store.close();

    expect((await user.query('SELECT note FROM tidemark_records')).rows).toEqual([{ note: 'of the user' }]);
    await user.end();
    stop();
  });
});
