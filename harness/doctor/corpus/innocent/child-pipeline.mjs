// A child is fed by pipeline.
import { spawn } from 'node:child_process';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const child = spawn('cat', [], { stdio: ['pipe', 'pipe', 'ignore'] });
child.stdout.resume();
await pipeline(Readable.from(Array.from({ length: 100 }, () => Buffer.alloc(50_000))), child.stdin);
