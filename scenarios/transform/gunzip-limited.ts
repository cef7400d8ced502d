import { promisify } from 'node:util';
import { gunzip, gzipSync } from 'node:zlib';
import { bytes, defineScenario, KiB, MiB } from '../../harness/scenario.ts';

const decompress = promisify(gunzip);

export default defineScenario({
  name: 'gunzip-limited',
  title: 'Decompresses a body up to a limit',
  about: {
    what: 'Calls gunzip() on a body that was received, with maxOutputLength, the largest size that the program accepts.',
    why: 'zlib stops at the limit, before the rest is decompressed. Streams such as createGunzip() ignore maxOutputLength: there, count the bytes in the next stage of the pipeline, and throw.',
    expect:
      'The call rejects with ERR_BUFFER_TOO_LARGE, before more than the limit and one chunk of 16 KiB is in memory.',
  },
  tags: ['zlib', 'limit', 'right'],
  pairedWith: 'gunzip-unlimited',
  parameters: { decompressed: bytes([64 * MiB]), limit: bytes([1 * MiB]) },
  expect: {
    checks: ({ parameters: { limit }, recorded }) => ({
      'the body is refused': recorded.isRefused === 1,
      // A collection in the meantime can only make it less.
      'little more than the limit is allocated':
        (recorded.allocatedBytes ?? Number.POSITIVE_INFINITY) <= limit + 128 * KiB,
    }),
  },
  setup: ({ parameters: { decompressed } }) => gzipSync(Buffer.alloc(decompressed)),
  async run({ parameters: { limit }, prepared: body, record }) {
    const before = process.memoryUsage().arrayBuffers;
    try {
      await decompress(body, { maxOutputLength: limit });
    } catch (error) {
      if (!(error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'))
        throw error;
      record('isRefused', 1);
    }
    record('allocatedBytes', Math.max(0, process.memoryUsage().arrayBuffers - before));
  },
});
