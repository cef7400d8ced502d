/** A database, as the scenarios need it. */
export interface RecordStore {
  /** Stores a batch in a transaction of its own: it is committed when the promise resolves. */
  readonly insert: (records: readonly Buffer[]) => Promise<void>;
  /** What is stored, as the database counts it. */
  readonly count: () => Promise<StoredRecords>;
  readonly close: () => Promise<void>;
}

export interface StoredRecords {
  readonly rows: number;
  readonly bytes: number;
}
