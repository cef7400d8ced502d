/** A TLS client that reads slowly, from the first byte on, and stores nothing. */
import { connect } from 'node:tls';
import { readPeerSettings, sayReady } from '../../harness/peer.ts';
import { SHARED_KEY, tlsOptions } from '../support/protocol/tls-options.ts';
import { readSlowly } from '../support/read-slowly.ts';

const { port } = readPeerSettings<{ readonly port: number }>();
const socket = connect({
  ...tlsOptions,
  host: '127.0.0.1',
  port,
  pskCallback: () => ({ psk: SHARED_KEY, identity: 'client' }),
  checkServerIdentity: () => undefined, // who has the key is the server
});
socket.on('error', () => socket.destroy());
socket.once('readable', () => readSlowly(socket));
sayReady(0);
