import { finished } from 'node:stream/promises';
import type { Client } from 'pg';
import type { RecordStore, StoredRecords } from './record-store.ts';
import { startTemporaryPostgres } from './temporary-postgres.ts';

/** The binary format of COPY for rows of one column: see "File Formats" on the manual page of COPY. */
const COPY_HEADER = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const COPY_TRAILER = Buffer.from([0xff, 0xff]);

interface ServerChoice {
  /** The URL of the user's own server. */
  readonly url: string | undefined;
  /** The folder of the programs that start a temporary server. */
  readonly programs: string | undefined;
}

/** Uses the server at the URL, or else starts a temporary one in `folder`, which is stopped when the store is closed. */
export async function openPostgresStore(
  folder: string,
  { url, programs }: ServerChoice,
  load = importDrivers,
): Promise<RecordStore> {
  const drivers = await loadDrivers(load);
  if (url !== undefined && url !== '') {
    const client = await connect(drivers, { connectionString: url });
    // A temporary table is invisible to others, takes no name of theirs, and is dropped when the connection ends.
    await client.query('CREATE TEMPORARY TABLE tidemark_records (payload bytea NOT NULL)');
    return makeStore(drivers, client, () => client.end());
  }
  const server = await startTemporaryPostgres(folder, programs);
  const client = await connect(drivers, server.connection);
  await client.query('CREATE TABLE tidemark_records (payload bytea NOT NULL)');
  return makeStore(drivers, client, async () => {
    await client.end();
    server.stop();
  });
}

async function connect(
  { pg }: Drivers,
  to: { connectionString: string } | { host: string; user: string; database: string },
): Promise<Client> {
  try {
    const client = new pg.Client({ ...to, application_name: 'tidemark' });
    await client.connect();
    return client;
  } catch (cause) {
    throw new Error(
      `cannot connect to PostgreSQL: ${cause instanceof Error ? cause.message : cause}. Check DATABASE_URL, or leave it ` +
        'out to use a temporary server',
      { cause },
    );
  }
}

type Drivers = Awaited<ReturnType<typeof importDrivers>>;

/** Optional packages: they are needed only to measure PostgreSQL. */
async function loadDrivers(load: typeof importDrivers): Promise<Drivers> {
  try {
    return await load();
  } catch (cause) {
    throw new Error(
      'PostgreSQL cannot be used: it needs the optional packages pg and pg-copy-streams. Install them with ' +
        "'npm install pg pg-copy-streams', or use --param database=sqlite",
      { cause },
    );
  }
}

async function importDrivers() {
  const [{ default: pg }, { from: copyFrom }] = await Promise.all([import('pg'), import('pg-copy-streams')]);
  return { pg, copyFrom };
}

function makeStore({ copyFrom }: Drivers, client: Client, close: () => Promise<void>): RecordStore {
  return {
    async insert(records) {
      const copy = client.query(copyFrom('COPY tidemark_records FROM STDIN (FORMAT binary)'));
      copy.end(makeCopyData(records));
      await finished(copy);
    },
    async count() {
      const { rows } = await client.query<Record<keyof StoredRecords, string>>(
        'SELECT count(*) AS rows, coalesce(sum(length(payload)), 0) AS bytes FROM tidemark_records',
      );
      return { rows: Number(rows[0]?.rows), bytes: Number(rows[0]?.bytes) };
    },
    close,
  };
}

/** Each row is the number of its columns in two bytes, then for each column its length in four bytes, and its bytes. */
export function makeCopyData(records: readonly Buffer[]): Buffer {
  const rows = records.flatMap((record) => {
    const head = Buffer.alloc(6);
    head.writeInt16BE(1, 0);
    head.writeInt32BE(record.length, 2);
    return [head, record];
  });
  return Buffer.concat([COPY_HEADER, ...rows, COPY_TRAILER]);
}
