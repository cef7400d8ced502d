// The chunks of a large file, put together by a function that returns only their sum.
import { createReadStream } from 'node:fs';

async function sum(path) {
  const chunks = [];
  for await (const chunk of createReadStream(path)) chunks.push(chunk);
  return Buffer.concat(chunks).reduce((total, byte) => total + byte, 0);
}

console.log((await sum(process.execPath)) > 0);
