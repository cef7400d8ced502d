// The same handler as over HTTP/1.
import { connect, createServer } from 'node:http2';
import { buffered } from '../truth.mjs';

const server = createServer((_request, response) => {
  response.stream.on('error', () => {});
  let ticks = 0;
  const timer = setInterval(() => {
    response.write('z'.repeat(32 * 1024)); // GUILTY ServerHttp2Stream
    buffered(response.stream.writableLength);
    ticks += 1;
    if (ticks === 200) clearInterval(timer);
  }, 2);
});
server.listen(0, '127.0.0.1', () => {
  const session = connect(`http://127.0.0.1:${server.address().port}`);
  session.request({ ':path': '/' }).on('response', () => {});
  setTimeout(() => process.exit(), 600);
});
