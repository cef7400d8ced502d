// Goes on when both destinations have room.
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { SlowSink } from '../slow-sink.mjs';

const [fast, slow] = [new SlowSink(1), new SlowSink(3)];
for await (const chunk of Readable.from(Array.from({ length: 120 }, () => Buffer.alloc(70_000)))) {
  const full = [fast, slow].filter((sink) => !sink.write(chunk));
  await Promise.all(full.map((sink) => once(sink, 'drain')));
}
