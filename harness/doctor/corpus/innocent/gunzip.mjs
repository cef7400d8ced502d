// A small input that becomes large: zlib itself waits.

import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, gzipSync } from 'node:zlib';
import { SlowSink } from '../slow-sink.mjs';

const packed = gzipSync(Buffer.alloc(8 * 1024 * 1024));
await pipeline(Readable.from([packed]), createGunzip({ chunkSize: 64 * 1024 }), new SlowSink(1));
