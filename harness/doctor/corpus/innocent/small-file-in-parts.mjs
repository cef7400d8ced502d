// Eight parts of a small file, without a look back.

import { once } from 'node:events';
import { createWriteStream, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const path = join(tmpdir(), `parts-${process.pid}`);
const file = createWriteStream(path);
for (let part = 0; part < 8; part += 1) file.write(Buffer.alloc(64 * 1024, part));
file.end();
await once(file, 'close');
rmSync(path);
