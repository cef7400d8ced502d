/** What is used of the states of Node.js streams. These fields have had the same names in all copies of the stream module. */
/** What the states of all copies of the stream module have. */
export interface State {
  length: number;
  readonly objectMode: boolean;
  readonly highWaterMark: number;
  readonly autoDestroy?: boolean;
  readonly destroyed?: boolean;
  readonly errored?: unknown;
  readonly defaultEncoding?: string;
}

export interface WritableState extends State {
  readonly needDrain: boolean;
  readonly ending: boolean;
  readonly sync: boolean;
  readonly decodeStrings: boolean;
  /** The length of what the sink is at work on. */
  readonly writelen?: number;
  /** What waits behind the chunk that the sink is at work on. */
  readonly getBuffer?: () => readonly (WaitingChunk | null)[];
}

export interface WaitingChunk {
  readonly chunk: unknown;
  readonly encoding?: unknown;
}

export interface ReadableState extends State {
  readonly ended: boolean;
  readonly reading: boolean;
  readonly flowing: boolean | null;
  readonly endEmitted: boolean;
  readonly decoder?: unknown;
  readonly sync?: boolean;
  readonly buffer?: Iterable<unknown> | { readonly head: ListEntry | null };
  readonly bufferIndex?: number;
}

interface ListEntry {
  readonly data: unknown;
  readonly next: ListEntry | null;
}

export const isOfWriteAfterEnd = (error: unknown): boolean =>
  (error as { readonly code?: unknown }).code === 'ERR_STREAM_WRITE_AFTER_END';
