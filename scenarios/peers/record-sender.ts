/** A TCP client that sends records of `recordSize` bytes, `volume` bytes in all, as fast as the receiver reads. */
import { connect } from 'node:net';
import { pipeline, Readable } from 'node:stream';
import { readPeerSettings, sayReady } from '../../harness/peer.ts';
import { makeFrames } from '../support/database/record-frames.ts';

const { port, ...records } = readPeerSettings<{
  readonly port: number;
  readonly recordSize: number;
  readonly volume: number;
}>();
const socket = connect(port, '127.0.0.1', () => sayReady(0));
// A receiver that disconnects reports that itself.
pipeline(Readable.from(makeFrames(records)), socket, () => {});
socket.resume();
