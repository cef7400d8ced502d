import { join } from 'node:path';
import type { RecordStore, StoredRecords } from './record-store.ts';

/** The part of libsql that is used: its own types say `any`. */
interface Connection {
  readonly exec: (sql: string) => Promise<void>;
  readonly prepare: (sql: string) => Promise<Statement>;
  readonly close: () => void;
}

interface Statement {
  readonly run: (values: readonly unknown[]) => unknown;
  readonly get: (values: readonly unknown[]) => unknown;
}

/**
 * Opens a file in SQLite's write-ahead mode. This thread inserts the rows of a batch; COMMIT, which writes them to disk,
 * runs on a thread of the driver.
 */
export async function openSqliteStore(folder: string): Promise<RecordStore> {
  const Database = await loadDriver();
  const database: Connection = new Database(join(folder, 'records.db'), {});
  await database.exec('PRAGMA journal_mode = WAL');
  await database.exec('PRAGMA synchronous = NORMAL');
  await database.exec('CREATE TABLE records (id INTEGER PRIMARY KEY, payload BLOB NOT NULL)');
  const insertOne = await database.prepare('INSERT INTO records (payload) VALUES (?)');
  const countAll = await database.prepare(
    'SELECT count(*) AS rows, coalesce(sum(length(payload)), 0) AS bytes FROM records',
  );
  return {
    async insert(records) {
      await database.exec('BEGIN');
      for (const record of records) insertOne.run([record]);
      await database.exec('COMMIT');
    },
    async count() {
      const { rows, bytes } = (await countAll.get([])) as StoredRecords;
      return { rows, bytes };
    },
    async close() {
      database.close();
    },
  };
}

/** An optional package, with a native part for each platform. */
async function loadDriver() {
  try {
    return (await import('libsql/promise')).default;
  } catch (cause) {
    const platform = `${process.platform}-${process.arch}`;
    throw new Error(
      `SQLite cannot be used: ${describe(cause)}. It needs the optional package libsql, which is not installed or has ` +
        `no build for ${platform}. Install it with 'npm install libsql', or use --param database=postgres`,
      { cause },
    );
  }
}

/** The first line: if a package is missing, the other lines only list what required it. */
const describe = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n', 1).join('');
