import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, get } from 'node:http';
import { connect, createServer as createHttp2Server } from 'node:http2';
import { type AddressInfo, Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { Worker } from 'node:worker_threads';
import type { RecordFigure, RecordMark } from './record-mark.ts';

/** Node streams whose other end is a connection, a process or a thread. */
export async function recordConnectedStreams(mark: RecordMark, record: RecordFigure): Promise<void> {
  mark('net.Socket', new Socket());
  mark('tls.TLSSocket', new TLSSocket(new Socket()));
  await recordHttp(mark);
  await recordHttp2(mark, record);
  const child = spawn(process.execPath, ['-e', '']);
  mark('subprocess.stdin', child.stdin, 'writable');
  mark('subprocess.stdout', child.stdout, 'readable');
  child.kill();
  const worker = new Worker('', { eval: true, stdin: true, stdout: true });
  if (worker.stdin !== null) mark('worker.stdin', worker.stdin);
  mark('worker.stdout', worker.stdout);
  await worker.terminate();
}

async function recordHttp(mark: RecordMark): Promise<void> {
  const server = createServer((request, response) => {
    mark('http.IncomingMessage', request);
    mark('http.ServerResponse', response);
    response.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const request = get({ host: '127.0.0.1', port: (server.address() as AddressInfo).port });
  mark('http.ClientRequest', request);
  const [response] = await once(request, 'response');
  await once(response.resume(), 'close');
  server.close();
}

async function recordHttp2(mark: RecordMark, record: RecordFigure): Promise<void> {
  const server = createHttp2Server((_request, response) => response.end()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const session = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const stream = session.request({ ':path': '/' });
  mark('http2.Http2Stream', stream);
  await once(stream.resume(), 'close');
  record('http2.Http2Stream windowBytes', session.localSettings.initialWindowSize ?? 0);
  session.close();
  server.close();
}
