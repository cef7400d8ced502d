import * as nodeStream from 'node:stream';

/** `compose()` of node:stream, which @types/node 20 lacks. */
export const { compose } = nodeStream as unknown as {
  compose(...streams: readonly nodeStream.Duplex[]): nodeStream.Duplex;
};
