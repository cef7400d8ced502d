import { findPostgres } from './find-postgres.ts';
import type { RecordStore } from './record-store.ts';

export type Database = 'sqlite' | 'postgres';

/** Opens an empty store, and loads only the driver it needs. Its files are in `folder`, which the caller removes. */
export async function openRecordStore(database: Database, folder: string): Promise<RecordStore> {
  switch (database) {
    case 'sqlite':
      return (await import('./sqlite-store.ts')).openSqliteStore(folder);
    case 'postgres': {
      const { openPostgresStore } = await import('./postgres-store.ts');
      return openPostgresStore(folder, { url: process.env.DATABASE_URL, programs: findPostgres() });
    }
  }
}
