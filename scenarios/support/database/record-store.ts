/** What the scenarios need of a database. */
export interface RecordStore {
  /** Stores a batch in its own transaction, which is committed when the promise resolves. */
  readonly insert: (records: readonly Buffer[]) => Promise<void>;
  /** Counts what is stored, in the database. */
  readonly count: () => Promise<StoredRecords>;
  readonly close: () => Promise<void>;
}

export interface StoredRecords {
  readonly rows: number;
  readonly bytes: number;
}
