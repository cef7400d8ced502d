// A Hash is a Transform that takes everything at once and gives a few bytes.
import { createHash } from 'node:crypto';

const hash = createHash('md5');
for (let index = 0; index < 2000; index += 1) hash.write(Buffer.alloc(20_000));
hash.end();
hash.resume();
