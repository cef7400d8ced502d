// Each session has a copy of the settings, and is never ended.
import { setImmediate as turn } from 'node:timers/promises';

const settings = { table: new Uint8Array(80_000), limits: [1, 2, 3] };
const sessions = [];

function open(id) {
  const own = structuredClone(settings); // GUILTY Buffer
  sessions.push({ id, own });
}

for (let id = 0; id < 600; id += 1) {
  open(id);
  await turn();
}
