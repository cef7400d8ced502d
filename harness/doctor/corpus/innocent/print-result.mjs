// A command prints what it has found, 1 MiB of it, and ends.
import { writeSync } from 'node:fs';

for (let line = 0; line < 20_000; line += 1) process.stdout.write(`line ${line}${' '.repeat(42)}\n`);
writeSync(2, 'all is written\n');
