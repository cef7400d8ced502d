// None of these can be opened: they close by themselves.
import { once } from 'node:events';
import { createReadStream } from 'node:fs';

let missing = 0;
for (let n = 0; n < 100; n += 1) {
  const stream = createReadStream(`/nonexistent/${n}`);
  const [error] = await once(stream, 'error').catch((cause) => [cause]);
  if (error.code === 'ENOENT') missing += 1;
}
console.log(missing);
