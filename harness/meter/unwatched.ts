/**
 * For whoever counts every stream of a process, as the doctor does. Where only watched streams are counted, nothing is
 * set here.
 */
export interface Unwatched {
  /** A stream that nobody counts is used. To be counted, it is to be watched now. */
  used: ((stream: object) => void) | undefined;
  /** destroy() of a stream is called. */
  destroyed: ((stream: object) => void) | undefined;
  /** A chunk is pushed into a stream. */
  pushed: ((stream: object, chunk: unknown) => void) | undefined;
}

export const unwatched: Unwatched = {
  used: undefined,
  destroyed: undefined,
  pushed: undefined,
};
