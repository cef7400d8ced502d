/** What the doctor reports: doctor.json, and what every text says. */
export interface DoctorReport {
  readonly schemaVersion: 1;
  readonly command: readonly string[];
  readonly exit: {
    readonly code: number | null;
    readonly signal: string | null;
    /** Why it ended where that is known, such as `out of memory`. */
    readonly reason?: string;
  };
  readonly nodeVersion: string;
  readonly memory: {
    /** As it was read, with garbage. */
    readonly peakArrayBuffersBytes: number;
    /** As it was read, before the collection at the end. */
    readonly arrayBuffersAtEndBytes: number;
    readonly peakLiveArrayBuffersBytes: number;
    /** How much of that the findings explain. */
    readonly explainedBytes: number;
    readonly peakRssBytes: number;
    /** Absent in a program that ended at once, and had nothing to tell meanwhile. */
    readonly overTime?: MemoryOverTime;
  };
  /** Alarms first, then by bytes. */
  readonly findings: readonly Finding[];
  /** Findings that a known exception covers; absent if there is none. */
  readonly ignored?: number;
  /** Processes and threads that were not seen, in words. */
  readonly notCovered: readonly string[];
}

/** The course of the memory of the thread that had most in ArrayBuffers. */
export interface MemoryOverTime {
  readonly process: { readonly pid: number; readonly thread: number };
  /** Whether garbage was collected before each reading. */
  readonly isCollected: boolean;
  readonly readings: readonly {
    /** Since the first one. */
    readonly afterMs: number;
    readonly arrayBuffersBytes: number;
    readonly heapUsedBytes: number;
    readonly rssBytes: number;
    /** In the queues of streams. */
    readonly bufferedBytes: number;
  }[];
}

/** A line, in the source where the file has a source map. */
export interface DoctorSite {
  /** An absolute path. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly function?: string;
}

export type FindingKind = 'ignored-backpressure' | 'retained-buffers' | 'never-closed';

/** An alarm grows without a bound; a note is bounded by a batch, or small. */
export type FindingLevel = 'alarm' | 'note';

/** Estimated from `samples` of them; in 95 of 100 cases, it is at most `errorBytes` more or less. */
export interface RetainedBytes {
  readonly bytes: number;
  readonly errorBytes: number;
  readonly samples: number;
  /** Where a view keeps much more memory than it shows: of one, on average. */
  readonly pinned?: { readonly viewBytes: number; readonly parentBytes: number };
}

export interface Finding {
  readonly kind: FindingKind;
  readonly level: FindingLevel;
  /** The innermost line of the program's own code; undefined if only Node's was on the stack. */
  readonly site?: DoctorSite;
  /** The packages between that line and Node. */
  readonly through: readonly string[];
  /** What was called there: `write`, `push`, `enqueue`. */
  readonly method: string;
  readonly created?: DoctorSite;
  readonly streamClass: string;
  /** Whether what it pushes comes from what is written into it. */
  readonly isTransform?: boolean;
  /** What becomes of what a stream of node:stream/iter has no room for, if it does not wait. */
  readonly losesByPolicy?: 'rejected' | 'dropped';
  readonly streams: number;
  readonly highWaterMarkBytes?: number;
  readonly peakBufferedBytes: number;
  readonly peakBufferedChunks?: number;
  readonly bufferedAtExitBytes: number;
  readonly afterFalse: number;
  readonly drains: number;
  readonly fullForMs: number;
  /** Of Buffers that are retained; or by slices in a queue, besides what they show. */
  readonly retained?: RetainedBytes;
  /** Bytes buffered per byte that came in, while it grew. */
  readonly growth?: { readonly slope: number };
  /** Where several run the line, the one in which it is worst; figures are of all of them. */
  readonly process: { readonly pid: number; readonly thread: number };
  /** Absent where no other process or thread runs the line. */
  readonly otherProcesses?: readonly Finding['process'][];
  /** Such as `no 'drain' was awaited`. */
  readonly missing: string;
}
