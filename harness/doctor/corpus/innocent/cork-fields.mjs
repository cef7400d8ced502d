// Many small fields of one record, corked.
import { once } from 'node:events';
import { createWriteStream, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const path = join(tmpdir(), `fields-${process.pid}`);
const file = createWriteStream(path);
for (let record = 0; record < 5; record += 1) {
  file.cork();
  let isAccepted = true;
  for (let field = 0; field < 8000; field += 1) isAccepted = file.write(`field ${field}=${'v'.repeat(20)};`);
  file.uncork();
  if (!isAccepted) await once(file, 'drain');
}
file.end();
await once(file, 'close');
rmSync(path);
