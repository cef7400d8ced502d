/** What the call looks like where it waits: `right-form.test.ts` runs each of them. */
import type { Finding } from '../../doctor/findings.ts';
import { isIterWriter, isWebStream } from './doctor-sentences.ts';

type ThreeLines = readonly [string, string, string];

export function showRightForm(finding: Finding): ThreeLines {
  switch (finding.kind) {
    case 'never-closed':
      if (finding.method === 'fetch') return FETCHED;
      if (finding.method === 'listen') return finding.streamClass === 'Socket' ? HALF_OPEN : ANSWERED;
      return CLOSED[finding.streamClass] ?? CLOSED_ANYWAY;
    case 'retained-buffers':
      return finding.retained?.pinned === undefined ? LIMIT : COPY;
    case 'ignored-backpressure':
      return waitingForm(finding);
  }
}

function waitingForm(finding: Finding): ThreeLines {
  const { method, streamClass, through, isTransform = false, losesByPolicy } = finding;
  if (method === 'push') return isTransform ? GENERATOR : READ;
  if (method === 'enqueue') return streamClass === 'TransformStream' ? WEB_GENERATOR : PULL;
  if (method === 'tee') return TEE;
  if (method === 'clone') return CLONE;
  if (method === 'on') return DATA;
  if (through.includes('ws')) return SEND;
  if (isIterWriter(streamClass)) return losesByPolicy === 'dropped' ? ITER_STRICT : ITER_WRITER;
  if (isWebStream(streamClass)) return streamClass === 'WritableStream' ? WRITER : THROUGH;
  return through.length === 0 ? WRITE : CALL_OF_PACKAGE;
}

const WRITE: ThreeLines = [
  'await pipeline(source, stream);   // waits, and ends at an error',
  '// or, where there is no source:',
  "if (!stream.write(chunk)) await once(stream, 'drain');",
];

const ITER_WRITER: ThreeLines = [
  'for await (const chunk of source) {',
  '  await writer.write(chunk);',
  '}   // the promise is settled when there is room',
];

const ITER_STRICT: ThreeLines = [
  "const { writer } = push({ backpressure: 'strict' });   // drops nothing",
  'for await (const chunk of source)',
  '  await writer.write(chunk);',
];

/** Its functions hide what write() returned. */
const CALL_OF_PACKAGE: ThreeLines = [
  '// after each call, of the stream that the package writes to:',
  'if (stream.writableNeedDrain)',
  "  await once(stream, 'drain');",
];

const SEND: ThreeLines = [
  'const send = promisify(socket.send.bind(socket));',
  'await send(data);   // returns when it has left the process',
  '// or: drop messages while socket.bufferedAmount is large',
];

const READ: ThreeLines = [
  'read() {   // called again when there is room',
  '  while (this.push(next()));   // stops at false, and null ends it',
  '}',
];

const GENERATOR: ThreeLines = [
  'await pipeline(source, async function* (chunks) {',
  '  for await (const chunk of chunks) yield* convert(chunk);',
  '}, sink);   // a generator waits at each yield',
];

const PULL: ThreeLines = [
  'async pull(controller) {   // called when there is room',
  '  controller.enqueue(await next());',
  '}',
];

const WEB_GENERATOR: ThreeLines = [
  'const converted = ReadableStream.from((async function* () {',
  '  for await (const chunk of source) yield* convert(chunk);',
  '})());   // a generator waits at each yield',
];

/** A branch is not cancelled before the other is as well, or has ended. */
const TEE: ThreeLines = [
  'const [a, b] = stream.tee();',
  'await Promise.all([consume(a), consume(b)]);   // both at once',
  '// or, where nobody needs it, and without await: b.cancel();',
];

const CLONE: ThreeLines = [
  'const copy = response.clone();',
  'await Promise.all([consume(response.body), consume(copy.body)]);',
  '// or, where nobody needs it, and without await: copy.body.cancel();',
];

const DATA: ThreeLines = [
  'for await (const chunk of stream) {',
  '  await handle(chunk);   // the next one comes after it',
  '}',
];

const WRITER: ThreeLines = [
  'for await (const chunk of source) {',
  '  await writer.ready; writer.write(chunk).catch(handle);',
  '}   // or: await source.pipeTo(stream)',
];

const THROUGH: ThreeLines = [
  'const converted = source.pipeThrough(stream);',
  'await converted.pipeTo(sink);',
  '// writes when there is room, and reads what comes out',
];

const CLOSED_ANYWAY: ThreeLines = [
  'await pipeline(source, stream);   // destroys both, whatever happens',
  '// or, where there is no source:',
  'try { await use(stream); } finally { stream.destroy(); }',
];

const CONNECTION: ThreeLines = [
  'try { await use(stream); } finally { stream.destroy(); }',
  '// of an HTTP request, read the response, or let it flow away:',
  'response.resume();',
];

const FETCHED: ThreeLines = [
  'const response = await fetch(url);',
  'const text = await response.text();   // reads the body',
  '// or, where nobody needs it: await response.body?.cancel();',
];

const HALF_OPEN: ThreeLines = [
  "socket.on('end', () => socket.end());",
  '// or leave out allowHalfOpen: then Node.js does it',
  '// when the other side has ended',
];

const ANSWERED: ThreeLines = [
  'try { await answer(request, response); } finally {',
  '  if (!response.headersSent) response.writeHead(500).end();',
  '  else if (!response.writableEnded) response.destroy(); }',
];

const CLOSED: Readonly<Record<string, ThreeLines>> = {
  Socket: CONNECTION,
  TLSSocket: CONNECTION,
};

/** Buffer.from() would take it from a pool, and keep that. */
const COPY: ThreeLines = [
  '// a slice keeps all of the memory that it is cut from: copy it',
  'const own = Buffer.allocUnsafeSlow(slice.length);',
  'slice.copy(own);',
];

/** Who retains it is not known: whichever of these it is. */
const LIMIT: ThreeLines = [
  'if (cache.size > LIMIT) cache.delete(cache.keys().next().value);   // in a Map',
  'emitter.off(name, listener);   // in a listener, or { once: true }',
  'clearInterval(timer);   // in a timer',
];
