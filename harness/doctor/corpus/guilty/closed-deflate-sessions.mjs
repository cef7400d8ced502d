// Each session that has ever been has a compressor, and no session ends.

import { setTimeout as sleep } from 'node:timers/promises';
import { createDeflateRaw } from 'node:zlib';

const sessions = new Map();

function startSession(id) {
  const deflate = createDeflateRaw({ level: 1 }); // GUILTY DeflateRaw
  deflate.resume();
  deflate.write(`hello ${id}`);
  sessions.set(id, deflate);
}

for (let id = 0; id < 80; id += 1) {
  startSession(id);
  await sleep(1);
}
process.exit(sessions.size === 80 ? 0 : 1);
