import * as nodeStream from 'node:stream';

/** `compose()` of node:stream, which is experimental: @types/node 20 lacks it. */
export const { compose } = nodeStream as unknown as {
  compose(...streams: readonly nodeStream.Duplex[]): nodeStream.Duplex;
};
