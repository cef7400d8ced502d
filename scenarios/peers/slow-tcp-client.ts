/** A TCP client that slowly reads what the measured server sends. */
import { connect } from 'node:net';
import { readPeerSettings, sayReady } from '../../harness/peer.ts';
import { readSlowly } from '../support/read-slowly.ts';

const { port } = readPeerSettings<{ readonly port: number }>();
const socket = connect(port, '127.0.0.1', () => sayReady(0));
socket.on('error', () => socket.destroy());
// Not from the connection on: the writer may begin much later.
socket.once('readable', () => readSlowly(socket));
