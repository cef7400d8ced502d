// A few small Buffers of many are kept: each keeps the pool that all the others came from.
import { setImmediate as turn } from 'node:timers/promises';

const names = [];

const parse = (row) => Buffer.from(`${row};field;another field;and one more`).length;

const keep = (row) => names.push(Buffer.from(`row ${row}`)); // GUILTY Buffer

let bytes = 0;
for (let row = 0; row < 1_000_000; row += 1) {
  bytes += parse(row);
  if (row % 100 === 0) keep(row);
  if (row % 1000 === 0) await turn();
}
console.log(bytes, names.length);
