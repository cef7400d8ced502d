import { promisify } from 'node:util';
import { gunzip, gzipSync } from 'node:zlib';
import { bytes, defineScenario, MiB } from '../../harness/scenario.ts';

const decompress = promisify(gunzip);

export default defineScenario({
  name: 'gunzip-unlimited',
  title: 'Decompresses a body whatever it expands to',
  about: {
    what: 'Calls gunzip() on a body that was received, without maxOutputLength.',
    why: 'The sender chooses how much memory the receiver needs: deflate compresses zeros a thousandfold. A limit on the size of the compressed body hardly helps.',
    expect: '64 KiB received become 64 MiB in memory.',
  },
  tags: ['zlib', 'limit', 'wrong'],
  pairedWith: 'gunzip-limited',
  parameters: { decompressed: bytes([64 * MiB]) },
  expect: {
    checks: ({ parameters: { decompressed }, recorded }) => ({
      'the body expands to its full size': recorded.outputBytes === decompressed,
      'by more than 900 times': (recorded.outputBytes ?? 0) > 900 * (recorded.receivedBytes ?? 0),
    }),
  },
  setup: ({ parameters: { decompressed } }) => gzipSync(Buffer.alloc(decompressed)),
  async run({ prepared: body, record }) {
    const content = await decompress(body); // BUG: the size of the result is not limited
    record('receivedBytes', body.length);
    record('outputBytes', content.length);
    return content;
  },
});
