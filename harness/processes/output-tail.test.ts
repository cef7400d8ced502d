import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { OutputTail } from './output-tail.ts';

const TAIL_BYTES = 64 * 1024;

test('a short output is retained whole', async () => {
  const tail = await tailOf(['one\n', 'two\n']);
  expect(tail.text()).toBe('one\ntwo\n');
});

test('the end of a long output is retained, however large its chunks are', async () => {
  for (const chunkBytes of [1, 1000, TAIL_BYTES - 1, TAIL_BYTES, TAIL_BYTES + 1, 3 * TAIL_BYTES]) {
    const written = Buffer.from(Array.from({ length: 3 * TAIL_BYTES }, (_, index) => 0x61 + (index % 26)));
    const chunks = Array.from({ length: Math.ceil(written.length / chunkBytes) }, (_, index) =>
      written.subarray(index * chunkBytes, (index + 1) * chunkBytes),
    );
    const tail = await tailOf(chunks);
    expect(tail.text()).toBe(written.subarray(-TAIL_BYTES).toString());
  }
});

test('the last lines leave out empty ones', async () => {
  const tail = await tailOf(['one\ntwo\n\n  \nthree\n']);
  expect(tail.lastLines(2)).toEqual(['two', 'three']);
  expect(tail.lastLines(20)).toEqual(['one', 'two', 'three']);
});

test('the last lines end where Windows ends them, too', async () => {
  const tail = await tailOf(['one\r\ntwo\r\n', 'a\rb\n']);
  expect(tail.lastLines(20)).toEqual(['one', 'two', 'a\rb']);
});

test('a writer is not blocked', async () => {
  const stream = new PassThrough({ highWaterMark: 10 });
  new OutputTail(stream);
  for (let count = 0; count < 10; count += 1) {
    await new Promise<void>((resolve) => stream.write(Buffer.alloc(1000), () => resolve()));
  }
});

test('a stream that fails counts as ended', async () => {
  const stream = new PassThrough();
  const tail = new OutputTail(stream);
  stream.destroy(new Error('the pipe broke'));
  await tail.ended;
  expect(tail.text()).toBe('');
});

async function tailOf(chunks: readonly (string | Buffer)[]): Promise<OutputTail> {
  const stream = new PassThrough();
  const tail = new OutputTail(stream);
  for (const chunk of chunks) if (!stream.write(chunk)) await once(stream, 'drain');
  stream.end();
  await tail.ended;
  return tail;
}
