import { EventEmitter, once } from 'node:events';
import { PassThrough, Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate as turn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import type { Finding } from '../../doctor/findings.ts';
import { makeFinding } from '../../test/doctor-builders.ts';
import { showRightForm } from './right-form.ts';

const CHUNKS = 40;
const CHUNK = new Uint8Array(1000);

const linesOf = (parts: Partial<Finding>): readonly string[] => showRightForm(makeFinding(parts));

/** A line that is shown as an alternative is code as well. */
const alternativeIn = (lines: readonly string[]): string =>
  lines
    .map((line) => /^(?:\/\/|\}\s*\/\/) or[^:]*: (.*)$/.exec(line)?.[1])
    .find((code) => code !== undefined) ?? '';

/** Runs lines as the body of an async function. */
async function run(code: string, given: Readonly<Record<string, unknown>>): Promise<unknown> {
  const AsyncFunction = Object.getPrototypeOf(async () => undefined).constructor;
  return new AsyncFunction(...Object.keys(given), code)(...Object.values(given));
}

/** A method, as the only one of an object. */
const methodOf = async (
  lines: readonly string[],
  given: Readonly<Record<string, unknown>>,
): Promise<object> => run(`return { ${lines.join('\n')} }`, given) as Promise<object>;

async function* chunks(): AsyncGenerator<Uint8Array> {
  for (let index = 0; index < CHUNKS; index += 1) yield CHUNK;
}

/** Ends as an iterator of parts that is asked for one after the other. */
function makeNext(): () => Uint8Array | null {
  let left = CHUNKS;
  return () => {
    left -= 1;
    return left < 0 ? null : CHUNK;
  };
}

class SlowSink extends Writable {
  peakBytes = 0;
  receivedBytes = 0;

  constructor() {
    super({ highWaterMark: 2000 });
  }

  override _write(chunk: Uint8Array, _encoding: string, done: () => void): void {
    this.peakBytes = Math.max(this.peakBytes, this.writableLength);
    this.receivedBytes += chunk.length;
    setImmediate(done);
  }
}

function expectNoBacklog({ peakBytes, receivedBytes }: SlowSink): void {
  expect(receivedBytes).toBe(CHUNKS * CHUNK.length);
  expect(peakBytes).toBeLessThanOrEqual(2000);
}

function slowWebSink(): { readonly stream: WritableStream<Uint8Array>; readonly received: () => number } {
  let bytes = 0;
  const stream = new WritableStream<Uint8Array>({
    async write(chunk) {
      await turn();
      bytes += chunk.length;
    },
  });
  return { stream, received: () => bytes };
}

const MANY = { pipeline, once, promisify };

test('write() of a writer of node:stream/iter, one at a time', async () => {
  let [pending, most, written] = [0, 0, 0];
  const writer = {
    async write(chunk: Uint8Array): Promise<void> {
      pending += 1;
      most = Math.max(most, pending);
      written += chunk.byteLength;
      await turn();
      pending -= 1;
    },
  };
  await run(linesOf({ streamClass: 'PushWriter' }).join('\n'), { source: chunks(), writer });
  expect({ most, written }).toEqual({ most: 1, written: CHUNKS * CHUNK.byteLength });
});

test('write() of a writer that drops: one that does not, and one at a time', async () => {
  const [writes, policies]: [number[], unknown[]] = [[], []];
  const push = (options: unknown) => {
    policies.push(options);
    return { writer: { write: async ({ byteLength }: Uint8Array) => void writes.push(byteLength) } };
  };
  const lines = linesOf({ streamClass: 'PushWriter', losesByPolicy: 'dropped' });
  await run(lines.join('\n'), { source: chunks(), push });
  expect(policies).toEqual([{ backpressure: 'strict' }]);
  expect(writes).toHaveLength(CHUNKS);
});

test('write(): a pipeline', async () => {
  const stream = new SlowSink();
  const [line] = linesOf({});
  await run(line ?? '', { ...MANY, source: Readable.from(chunks()), stream });
  expectNoBacklog(stream);
});

test("write(): 'drain'", async () => {
  const stream = new SlowSink();
  const [, , line] = linesOf({});
  for await (const chunk of chunks()) await run(line ?? '', { ...MANY, stream, chunk });
  await promisify(stream.end.bind(stream))();
  expectNoBacklog(stream);
});

test('write() inside of a package', async () => {
  const stream = new SlowSink();
  const code = linesOf({ through: ['csv-writer'] }).join('\n');
  for await (const chunk of chunks()) {
    stream.write(chunk);
    await run(code, { ...MANY, stream });
  }
  await promisify(stream.end.bind(stream))();
  expectNoBacklog(stream);
});

test('send() of ws', async () => {
  const sink = new SlowSink();
  const socket = {
    send: (data: Uint8Array, done: (error?: Error | null) => void): void => void sink.write(data, done),
  };
  for await (const data of chunks())
    await run(linesOf({ through: ['ws'] }).join('\n'), { ...MANY, socket, data });
  expectNoBacklog(sink);
});

test('push() of a Readable', async () => {
  const form = (await methodOf(linesOf({ method: 'push' }), { next: makeNext() })) as {
    read: (this: Readable) => void;
  };
  const source = new Readable({ ...form, highWaterMark: 3000 });
  const stream = new SlowSink();
  source.pipe(stream);
  await once(stream, 'finish');
  expectNoBacklog(stream);
});

test('push() of a Transform', async () => {
  const sink = new SlowSink();
  const source = Readable.from(['a']);
  await run(linesOf({ method: 'push', isTransform: true }).join('\n'), {
    ...MANY,
    source,
    sink,
    convert: chunks,
  });
  expectNoBacklog(sink);
});

test('enqueue()', async () => {
  let taken = 0;
  const next = async (): Promise<Uint8Array> => {
    taken += 1;
    return CHUNK;
  };
  const form = (await methodOf(linesOf({ method: 'enqueue', streamClass: 'ReadableStream' }), { next })) as {
    pull: (controller: { enqueue: (chunk: unknown) => void }) => Promise<void>;
  };
  const reader = new ReadableStream(form).getReader();
  await reader.read();
  for (let turns = 0; turns < CHUNKS; turns += 1) await turn();
  // One was read, and one is what a ReadableStream keeps.
  expect(taken).toBe(2);
});

test('enqueue() of a TransformStream', async () => {
  const { stream, received } = slowWebSink();
  const code = linesOf({ method: 'enqueue', streamClass: 'TransformStream' }).join('\n');
  const converted = await run(`${code}\nreturn converted;`, { source: ['a'], convert: chunks });
  await (converted as ReadableStream<Uint8Array>).pipeTo(stream);
  expect(received()).toBe(CHUNKS * CHUNK.length);
});

test.each([
  ['tee()', { method: 'tee', streamClass: 'ReadableStream' }],
  ['clone()', { method: 'clone', streamClass: 'ReadableStream' }],
])('%s: both, or one of them', async (_name, parts) => {
  const lines = linesOf(parts);
  const made = (): object => {
    const stream = ReadableStream.from(chunks());
    return { stream, response: new Response(stream) };
  };
  const consume = async (one: ReadableStream): Promise<void> => {
    for await (const _chunk of one);
  };
  await run(lines.join('\n'), { ...made(), consume });
  const [first = ''] = lines;
  const read = first.includes('tee') ? 'consume(a)' : 'consume(response.body)';
  await run(`${first}\n${alternativeIn(lines)}\nawait ${read};`, { ...made(), consume });
});

test("an async 'data' listener", async () => {
  let busy = 0;
  let handled = 0;
  const handle = async (): Promise<void> => {
    busy += 1;
    expect(busy).toBe(1);
    await turn();
    busy -= 1;
    handled += 1;
  };
  const stream = Readable.from(chunks());
  await run(linesOf({ method: 'on', streamClass: 'Readable' }).join('\n'), { stream, handle });
  expect(handled).toBe(CHUNKS);
});

test('a writer, and pipeTo()', async () => {
  const lines = linesOf({ streamClass: 'WritableStream' });
  const one = slowWebSink();
  const writer = one.stream.getWriter();
  await run(lines.join('\n'), { source: chunks(), writer, handle: () => undefined });
  await writer.close();
  const other = slowWebSink();
  await run(alternativeIn(lines), { source: ReadableStream.from(chunks()), stream: other.stream });
  expect([one.received(), other.received()]).toEqual([CHUNKS * CHUNK.length, CHUNKS * CHUNK.length]);
});

test('a TransformStream', async () => {
  const { stream: sink, received } = slowWebSink();
  const code = linesOf({ streamClass: 'TransformStream' }).join('\n');
  await run(code, { source: ReadableStream.from(chunks()), stream: new TransformStream(), sink });
  expect(received()).toBe(CHUNKS * CHUNK.length);
});

test.each(['WriteStream', 'Socket'])('a %s is closed, also at an error', async (streamClass) => {
  const code = linesOf({ kind: 'never-closed', streamClass }).join('\n');
  const made = { ...MANY, source: Readable.from(chunks()), response: new EventEmitter() };
  const stream = new PassThrough().resume();
  const failed = { ...made, stream, response: stream, use: () => Promise.reject(new Error('in use')) };
  await expect(run(code, failed)).rejects.toThrow('in use');
  expect(stream.destroyed).toBe(true);
});

test('the body of a fetch() is read, or cancelled', async () => {
  const lines = linesOf({ kind: 'never-closed', method: 'fetch', streamClass: 'Socket' });
  const read = new Response('text');
  await run(lines.join('\n'), { fetch: async () => read, url: '' });
  expect(read.bodyUsed).toBe(true);
  const response = new Response('text');
  await run((lines[2] ?? '').replace(/^.*: /, ''), { response });
  expect(await response.body?.getReader().read()).toEqual({ done: true, value: undefined });
});

test('what a server has accepted is answered, and ended', async () => {
  const server = { kind: 'never-closed', method: 'listen' } as const;
  const socket = new PassThrough().resume();
  await run(linesOf({ ...server, streamClass: 'Socket' }).join('\n'), { socket });
  socket.emit('end');
  expect(socket.writableEnded).toBe(true);
  const ended: (number | string)[] = [];
  const response = {
    headersSent: false,
    writableEnded: false,
    writeHead: (code: number) => ({ end: () => ended.push(code) }),
    destroy: () => ended.push('destroyed'),
  };
  const answer = (): Promise<never> => Promise.reject(new Error('no database'));
  const code = linesOf({ ...server, streamClass: 'ServerResponse' }).join('\n');
  await expect(run(code, { answer, request: {}, response })).rejects.toThrow('no database');
  const begun = { ...response, headersSent: true };
  await run(code, { answer: () => undefined, request: {}, response: begun });
  await run(code, { answer: () => undefined, request: {}, response: { ...begun, writableEnded: true } });
  expect(ended).toEqual([500, 'destroyed']);
});

test('what a slice keeps', async () => {
  const retained = { bytes: 1, errorBytes: 0, samples: 1, pinned: { viewBytes: 2, parentBytes: 1000 } };
  const code = linesOf({ kind: 'retained-buffers', retained }).join('\n');
  const own = (await run(`${code}\nreturn own;`, { slice: Buffer.from('ar') })) as Buffer;
  expect([own.toString(), own.buffer.byteLength]).toEqual(['ar', 2]);
});

test('what a cache, a listener and a timer keep', async () => {
  const code = linesOf({ kind: 'retained-buffers' }).join('\n');
  const cache = new Map([
    ['first', CHUNK],
    ['second', CHUNK],
  ]);
  const emitter = new EventEmitter();
  const listener = (): void => undefined;
  emitter.on('close', listener);
  const timer = setInterval(listener, 1000);
  await run(code, { cache, LIMIT: 1, emitter, name: 'close', listener, timer });
  expect([...cache.keys()]).toEqual(['second']);
  expect(emitter.listenerCount('close')).toBe(0);
  expect(timer).toMatchObject({ _destroyed: true });
});
