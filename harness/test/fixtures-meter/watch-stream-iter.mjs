/** What a program sees of node:stream/iter while it is counted, and what is counted. */
const [watchUrl] = process.argv.slice(2);
const isWatched = watchUrl !== 'none';
const watcher = isWatched ? new (await import(watchUrl)).Watcher() : undefined;
const watch = (label, made) => watcher?.watch(label, made) ?? made;
const { push, pull, toWritable, Stream, default: all } = await import('node:stream/iter');
const CHUNK = 64 * 1024;

const sees = {};
const describe = (object) =>
  Reflect.ownKeys(object).map((key) => {
    const { value, ...flags } = Object.getOwnPropertyDescriptor(object, key);
    return [String(key), typeof value, value?.name, value?.length, flags];
  });

for (const [name, make] of Object.entries({ push, 'Stream.push': Stream.push, 'default.push': all.push })) {
  const pair = watch(`of ${name}`, make({ budget: CHUNK, backpressure: 'unbounded' }));
  for (let n = 0; n < 3; n += 1) pair.writer.write(Buffer.alloc(CHUNK));
  const iterator = pair.readable[Symbol.asyncIterator]();
  const { value } = await iterator.next();
  sees[name] = [make.name, make.length, value.length, describe(pair), describe(pair.readable)];
  sees[name].push(describe(iterator), describe(pair.writer), describe(Object.getPrototypeOf(pair.writer)));
}
sees.isOne = [all.push === push, Stream.push === push, all.Stream === Stream, Object.isFrozen(Stream)];

for (const backpressure of ['strict', 'unbounded', 'drop-oldest', 'drop-newest']) {
  const { writer, readable } = push({ budget: CHUNK, backpressure });
  watch(backpressure, backpressure === 'strict' ? readable : writer);
  const ends = [];
  for (let n = 0; n < 16; n += 1) ends.push(writer.write(Buffer.alloc(CHUNK)).then(() => 'resolved', String));
  const chunks = [];
  for await (const batch of readable) {
    chunks.push(...batch);
    if (chunks.length === (backpressure === 'unbounded' ? 16 : backpressure === 'strict' ? 2 : 1)) break;
  }
  sees[backpressure] = [await Promise.all(ends), chunks.length];
}

// As many bytes as characters would be too few.
const text = push();
watch('text', text);
text.writer.write('€'.repeat(1000));
text.writer.writev(['€', new Uint8Array(7)]);

// A classic stream writes into it by other methods.
const behind = push({ budget: CHUNK });
watch('behind', behind.writer);
const classic = toWritable(behind.writer);
classic.end(Buffer.alloc(3 * CHUNK));
let bytes = 0;
for await (const batch of pull(behind.readable, (chunks) => chunks))
  for (const chunk of batch ?? []) bytes += chunk.byteLength;
sees.classic = bytes;

// What both have counts once, under a label of its own and under the same.
for (const [label, sinkLabel] of [
  ['behind sink', 'sink'],
  ['together', 'together'],
]) {
  const { writer, readable } = push({ budget: CHUNK });
  watch(label, writer);
  const sink = toWritable(writer);
  watch(sinkLabel, sink);
  for (let n = 0; n < 32; n += 1) sink.write(Buffer.alloc(CHUNK));
  sink.end();
  for await (const _batch of readable) await new Promise(setImmediate);
}
sees.ownOfSink = describe(toWritable(push().writer)).filter(([key]) => key.startsWith('_write'));

const refused = [];
if (isWatched) {
  for (const given of [push((chunks) => chunks), push((chunks) => chunks).writer]) {
    try {
      watch('transformed', given);
    } catch ({ message }) {
      refused.push(message);
    }
  }
}
process.on('unhandledRejection', ({ code }) => {
  sees.unhandled = code;
  const { byLabel: counters = {}, peakBufferedBytes } = watcher?.report() ?? {};
  process.stdout.write(
    JSON.stringify({ sees, refused, counters, peakBufferedBytes, first: watcher?.report().firstAfterFalse }),
  );
  process.exit(0);
});
const { writer } = push();
for (let n = 0; n < 3; n += 1) writer.write(Buffer.alloc(CHUNK)); // the last one rejects, and nobody hears it
