// A large file in memory, at once.
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const content = readFileSync(process.execPath);
await sleep(50);
console.log(content.length > 0);
