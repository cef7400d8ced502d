/** An HTTP/2 client that reads its response slowly, and stores nothing of it. */
import { connect } from 'node:http2';
import { readPeerSettings, sayReady } from '../../harness/peer.ts';
import { readSlowly } from '../support/read-slowly.ts';

const { port } = readPeerSettings<{ readonly port: number }>();
const session = connect(`http://127.0.0.1:${port}`);
session.on('error', () => session.destroy());
const stream = session.request({ ':path': '/' });
stream.on('error', () => stream.destroy());
stream.on('end', () => session.close());
stream.once('readable', () => readSlowly(stream));
sayReady(0);
