/** A TCP client that reads slowly what the measured server sends. Its settings say the port. */
import { connect } from 'node:net';
import { readPeerSettings, sayReady } from '../../harness/peer.ts';
import { readSlowly } from '../support/read-slowly.ts';

const { port } = readPeerSettings<{ readonly port: number }>();
const socket = connect(port, '127.0.0.1', () => sayReady(0));
socket.on('error', () => socket.destroy());
readSlowly(socket);
