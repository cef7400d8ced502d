// The functions of zlib make a stream for each call, and close what is native in it by themselves.

import { promisify } from 'node:util';
import { deflateRawSync, gunzipSync, gzip, gzipSync } from 'node:zlib';

let bytes = 0;
for (let n = 0; n < 300; n += 1) bytes += gunzipSync(gzipSync(`page ${n}`)).length;
for (let n = 0; n < 100; n += 1) bytes += (await promisify(gzip)(`page ${n}`)).length;
for (let n = 0; n < 100; n += 1) bytes += deflateRawSync(`page ${n}`).length;
console.log(bytes);
