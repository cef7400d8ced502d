/** What the preload of the doctor writes of one thread: the state of its queues, as often as something changes. */
import type { CalledMethod, StackFrame } from '../protocol.ts';

/** Where the preload of a process writes, and how it was started. It is in the environment, for the processes that this one starts. */
export const SETTINGS_VARIABLE = 'TIDEMARK_DOCTOR';

export interface DoctorSettings {
  /** Absolute path of a folder that exists. */
  readonly folder: string;
  /** Whether garbage may be collected while the program runs, so that what is read is what lives. */
  readonly isDeep?: boolean;
}

export interface ThreadSnapshot {
  readonly pid: number;
  readonly parentPid: number;
  /** 0 for the main thread. */
  readonly thread: number;
  readonly argv: readonly string[];
  readonly nodeVersion: string;
  /** Counts the snapshots of this thread. */
  readonly sequence: number;
  readonly startedAt: string;
  readonly uptimeMs: number;
  /** The last one, written when the thread ended by itself. */
  readonly isFinal: boolean;
  readonly memory: {
    /** Now; after a collection of garbage if `isFinal`. */
    readonly now: DoctorReading;
    /** The one with the most live memory in ArrayBuffers. */
    readonly peak: DoctorReading;
    /** In turn; thinned out evenly. */
    readonly overTime?: readonly DoctorReading[];
  };
  readonly sites: readonly SiteSnapshot[];
  /** Lines that created streams of which many are open. */
  readonly opened: readonly OpenedSnapshot[];
  /** Lines whose Buffers are alive; absent in a process that uses little memory for Buffers. */
  readonly retained?: readonly RetainedSnapshot[];
  /** What could not be counted, in words. */
  readonly notCovered: readonly string[];
}

export interface DoctorReading {
  readonly atMs: number;
  readonly rssBytes: number;
  readonly heapUsedBytes: number;
  readonly externalBytes: number;
  readonly arrayBuffersBytes: number;
  /** Without what can be garbage of queues. */
  readonly liveArrayBuffersBytes: number;
  /** What all streams of the thread buffer. */
  readonly bufferedBytes: number;
  /** Whether garbage was collected before. */
  readonly isCollected?: boolean;
}

/** A line that fills queues: all that is known of the streams that it was seen to fill. */
export interface SiteSnapshot {
  /** `tee` or `clone` if one of the branches that it made is not read, `on` if it added an async 'data' listener. */
  readonly method: CalledMethod | 'tee' | 'clone' | 'on';
  /** Who called the method, innermost first, without Node's own frames. None if only Node's own code did, such as a pipe. */
  readonly frames: readonly StackFrame[];
  /** Whether no function of Node stands between the first frame and the method. */
  readonly isDirect?: boolean;
  readonly streamClass: string;
  /** Who created the first of its streams. Undefined if that was not seen, or was Node. */
  readonly created?: readonly StackFrame[];
  /** How many streams it was seen to fill. */
  readonly streams: number;
  /** Of one stream. Undefined if it counts chunks. */
  readonly highWaterMarkBytes?: number;
  /** About: between two looks at the stack, calls are attributed to the line that was seen last. */
  readonly afterFalse: number;
  readonly drains: number;
  readonly bytesIn: number;
  readonly peakBufferedBytes: number;
  readonly peakBufferedChunks: number;
  /** What all streams of the same class and creator buffered at most when this line was looked at, and buffer now. */
  readonly ofOrigins?: {
    readonly peak: { readonly bytes: number; readonly chunks: number };
    readonly bytes: number;
  };
  readonly isTransform?: boolean;
  /** Whether its highWaterMark was meant in bytes, and is compared with a number of chunks. */
  readonly countsChunksAsBytes?: boolean;
  /** What becomes of what a stream of node:stream/iter has no room for. Absent if it waits. */
  readonly losesByPolicy?: 'rejected' | 'dropped';
  /** Whether it is the stdout or the stderr of the process. */
  readonly isStandardOutput?: boolean;
  /** Whether end() was called on most of its streams. */
  readonly isMostlyEnded?: boolean;
  readonly bufferedBytes: number;
  readonly bufferedChunks: number;
  /** Since when its streams have been full without a break. */
  readonly fullForMs: number;
  /** The most that was buffered each time that its streams were full, until they had drained; thinned out evenly. */
  readonly filled: { readonly times: number; readonly peaks: readonly number[] };
  /** The time in which most was buffered. */
  readonly largestFill?: FillSnapshot;
  /** What was buffered as it grew in that time, and against what came in. */
  readonly points: readonly GrowthPoint[];
}

/** From when streams became full until all of them had drained. */
export interface FillSnapshot {
  readonly peakBytes: number;
  readonly peakChunks: number;
  readonly afterFalse: number;
  /** How many were full at once. */
  readonly streams: number;
  /** In how many turns of the event loop calls for the same stream were looked at: at most as many as there were. */
  readonly turns: number;
  /** Whether each of them had a listener for 'drain' when it drained, or has one now. */
  readonly isDrainAwaited: boolean;
  /** Whether most calls came while there was one: then it is not the caller who waits. */
  readonly wasWrittenWhileAwaited: boolean;
  readonly bytesInAtEnd: number;
  readonly points: readonly GrowthPoint[];
}

export interface GrowthPoint {
  readonly atMs: number;
  readonly bytesIn: number;
  readonly bufferedBytes: number;
  readonly bufferedChunks: number;
}

/** What a stream holds until it is closed. */
export type HeldResource = 'file descriptor' | 'connection' | 'native memory';

/** The streams of one class that one line created, as far as stacks were read: never more than there are. */
export interface OpenedSnapshot {
  readonly streamClass: string;
  readonly created: readonly StackFrame[];
  readonly holds: HeldResource;
  /** Of connections that a server has accepted, and that wait for it: by the line that made it listen. */
  readonly stuck?: 'ended by its peer' | 'not answered' | 'not ended';
  readonly streams: number;
  /** Alive, neither closed nor destroyed, and holding something. */
  readonly open: number;
  /** Collected without having been closed, so that their descriptors stay open forever. */
  readonly lost: number;
  /** Of those that are open: nothing has passed through them but in the first quarter of the time since they were created. */
  readonly unused?: number;
  /** Of those that are open: something has passed through them at several times, and not only in that quarter. */
  readonly reused?: number;
  /** Connections that an agent of http, or fetch(), keeps for its next request. */
  readonly inPool?: number;
  /** Whether fetch() has opened them. */
  readonly isOfFetch?: boolean;
  /** When those that are open or lost were created, or since when they have been stuck, in turn; thinned out evenly. */
  readonly createdAtMs: readonly number[];
  /** When they were looked at. */
  readonly atMs: number;
}

/** The memory of the Buffers that one line allocated or received, estimated from those that were looked at. */
export interface RetainedSnapshot {
  /** Such as `Buffer.alloc`, `readFileSync`, `subarray`, or `on` for a listener. */
  readonly called: string;
  readonly frames: readonly StackFrame[];
  /** Alive, of those that were looked at: after a collection that they have outlived. */
  readonly samples: number;
  /** What all that are alive retain; in 95 of 100 cases, it is at most `errorBytes` more or less. */
  readonly bytes: number;
  readonly errorBytes: number;
  /** In how many turns of the event loop they were allocated: at least as many. */
  readonly turns: number;
  /** The memory of one, and the part of that the program has. */
  readonly each: { readonly parentBytes: number; readonly viewBytes: number };
  /** What was allocated in turn, and what of that is alive. */
  readonly periods: readonly RetainedPeriod[];
  /** What was retained after one collection and another; the last one is `bytes`. */
  readonly points: readonly RetainedPoint[];
  /**
   * It was alive at the last collection while the program ran, and is not after the one at the end: when the program
   * ended, and when the line last allocated.
   */
  readonly released?: { readonly endMs: number; readonly lastMs: number };
  /** When the last collection was seen. */
  readonly atMs: number;
  readonly atTurn: number;
}

export interface RetainedPoint {
  readonly atMs: number;
  readonly bytes: number;
}

export interface RetainedPeriod {
  readonly fromMs: number;
  readonly toMs: number;
  /** Turns of the event loop. */
  readonly fromTurn: number;
  readonly toTurn: number;
  readonly bytes: number;
  readonly liveBytes: number;
  /** How many are alive of those that were looked at. */
  readonly live: number;
}
