// A push of chunks over HTTP/2 to a client that does not read.
import { connect, createServer } from 'node:http2';
import { buffered } from '../truth.mjs';

const server = createServer();
server.on('stream', (stream) => {
  stream.respond({ ':status': 200 });
  stream.on('error', () => {});
  for (let index = 0; index < 300; index += 1) {
    stream.write(Buffer.alloc(16 * 1024, 'h')); // GUILTY ServerHttp2Stream
  }
  buffered(stream.writableLength);
});
server.listen(0, '127.0.0.1', () => {
  const session = connect(`http://127.0.0.1:${server.address().port}`);
  session.request({ ':path': '/' }).on('response', () => {});
  setTimeout(() => process.exit(), 400);
});
