/** Random calls of streams of node:stream/iter: what is counted is compared with what Node says by every other means. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { inspect } from 'node:util';

const [watchUrl, seedWord, rounds] = process.argv.slice(2);
const { Watcher } = await import(watchUrl);
const watcher = new Watcher();
const { push } = await import('node:stream/iter');
const NOTHING = new Uint8Array(0);

// Until Node 26.7, it is always true if the stream drops what it has no room for.
const full = push({ backpressure: 'drop-newest' }).writer;
full.writeSync(new Uint8Array(16384));
const hasTrueCanWrite = full.canWrite === false;

let seed = Number(seedWord);
function random(below) {
  seed = (seed * 1103515245 + 12345) & 0x7fffffff;
  return Math.floor((seed / 0x80000000) * below);
}

const shown = (promise) => inspect(promise, { breakLength: Number.POSITIVE_INFINITY });
const isPending = (promise) => shown(promise).startsWith('Promise { <pending>');
const isResolved = (promise) => !isPending(promise) && !shown(promise).includes('<rejected>');
const silence = (promise) => {
  promise.catch(() => {});
  return promise;
};

const wrong = [];
let compared = 0;
function compare(what, counted, true_) {
  compared += 1;
  if (counted !== true_) wrong.push(`${what}: ${counted} is counted, and ${true_} is true`);
}

for (let round = 0; round < Number(rounds); round += 1) {
  for (const backpressure of ['strict', 'unbounded', 'drop-oldest', 'drop-newest']) {
    await useOne(`${backpressure} ${round}`, { backpressure, budget: 16384 + random(3) * 10000 });
  }
}

async function useOne(label, options) {
  const { writer, readable } = watcher.watch(label, push(options));
  const iterator = readable[Symbol.asyncIterator]();
  const buffered = () => watcher.labelsNow().find(({ name }) => name === label).bufferedBytes;
  const writes = [];
  const controllers = [];
  let hasLeft = false;
  for (let step = 0; step < 30 && !hasLeft; step += 1) {
    const call = random(10);
    if (call < 5) write(writer, writes, controllers);
    else if (call < 8) await read();
    else if (call === 8) controllers.splice(random(controllers.length + 1), 1)[0]?.abort();
    else if (random(3) === 0) hasLeft = end(writer, iterator);
    await nextTurn();
    // It changes nothing, and sees which signals are aborted.
    writer.writeSync(NOTHING);
    const pendingBytes = writes.reduce(
      (sum, { promise, bytes }) => sum + (isPending(promise) ? bytes : 0),
      0,
    );
    if (hasTrueCanWrite && writer.canWrite !== null)
      compare(`${label}, room`, buffered() - pendingBytes < options.budget, writer.canWrite);
  }
  while (!hasLeft && (await read()) > 0);
  compare(`${label}, in the end`, buffered(), 0);

  async function read() {
    const before = buffered();
    const promise = silence(iterator.next());
    await nextTurn();
    if (!isResolved(promise)) return 0;
    const { done, value } = await promise;
    const bytes = done ? 0 : value.reduce((sum, chunk) => sum + chunk.byteLength, 0);
    compare(`${label}, read`, before - buffered(), bytes);
    return bytes;
  }
}

function write(writer, writes, controllers) {
  const chunk = Buffer.alloc(random(4) === 0 ? 0 : random(20000));
  const isSync = random(4) === 0;
  const isVector = random(4) === 0;
  const chunks = [chunk, 'ab€'];
  if (isSync) return isVector ? writer.writevSync(chunks) : writer.writeSync(chunk);
  if (random(5) === 0) controllers.push(new AbortController());
  const options = random(2) === 0 ? { signal: controllers.at(-1)?.signal } : undefined;
  const promise = silence(isVector ? writer.writev(chunks, options) : writer.write(chunk, options));
  writes.push({ promise, bytes: chunk.byteLength + (isVector ? 5 : 0) });
}

/** Whether the consumer has left. */
function end(writer, iterator) {
  const how = random(3);
  if (how === 0) silence(writer.end());
  else if (how === 1) writer.fail(new Error('it fails'));
  else silence(iterator.return());
  return how === 2;
}

process.stdout.write(JSON.stringify({ compared, wrong: wrong.slice(0, 5) }));
process.exit(0);
