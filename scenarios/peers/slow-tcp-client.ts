/** A TCP client that reads slowly what the measured server sends. Its settings say the port. */
import { connect } from 'node:net';
import { sayReady } from '../support/peer.ts';
import { readSlowly } from '../support/read-slowly.ts';

const { port } = JSON.parse(process.argv[2] ?? '{}') as { readonly port: number };
const socket = connect(port, '127.0.0.1', () => sayReady(0));
socket.on('error', () => socket.destroy());
readSlowly(socket);
