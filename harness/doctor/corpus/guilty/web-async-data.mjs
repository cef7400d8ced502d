// An async 'data' listener: the next chunk comes while it still waits.
import { createReadStream } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const file = createReadStream(process.execPath, { end: 16 * 1024 * 1024 - 1 });
let bytes = 0;
const count = async (chunk) => {
  await sleep(200);
  bytes += chunk.length;
};
file.on('data', count); // GUILTY ReadStream
file.on('end', () => setTimeout(() => console.log(bytes), 400));
