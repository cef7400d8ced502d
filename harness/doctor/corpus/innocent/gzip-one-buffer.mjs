// One large buffer, and the end.
import { createGzip } from 'node:zlib';

const gzip = createGzip({ level: 1 });
gzip.end(Buffer.alloc(12 * 1024 * 1024));
gzip.resume();
