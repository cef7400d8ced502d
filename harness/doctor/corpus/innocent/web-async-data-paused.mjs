// An async 'data' listener that pauses the stream while it waits, and one that waits for nothing slow.
import { createReadStream } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const file = createReadStream(process.execPath, { end: 8 * 1024 * 1024 - 1 });
let bytes = 0;
const onChunk = async (chunk) => {
  file.pause();
  await sleep(1);
  bytes += chunk.length;
  file.resume();
};
file.on('data', onChunk);
file.on('data', async (chunk) => {
  await null;
  bytes += chunk.length;
});
file.on('end', () => setTimeout(() => console.log(bytes), 20));
console.log(file.listeners('data')[0] === onChunk, file.listenerCount('data', onChunk));
const other = createReadStream(process.execPath, { end: 10 });
other.on('data', onChunk).off('data', onChunk);
console.log(other.listenerCount('data'));
process.on('unhandledRejection', (error) => console.log(error.message));
createReadStream(process.execPath, { end: 10 }).on('data', async () => {
  throw new Error('seen');
});
