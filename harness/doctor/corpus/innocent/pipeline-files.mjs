// A file through gzip into another.
import { randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

const path = join(tmpdir(), `pipeline-${process.pid}`);
writeFileSync(path, randomBytes(3 * 1024 * 1024));
await pipeline(createReadStream(path), createGzip({ level: 1 }), createWriteStream(`${path}.gz`));
rmSync(path);
rmSync(`${path}.gz`);
