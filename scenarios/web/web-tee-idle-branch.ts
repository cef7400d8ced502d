import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteSource } from '../support/byte-source.ts';

export default defineScenario({
  name: 'web-tee-idle-branch',
  title: 'Reads one branch of tee() and ignores the other',
  about: {
    what: 'Splits a web stream with tee(), reads one branch to its end and never reads the other.',
    why: 'tee() reads at the pace of the faster branch, and buffers everything that the other has not read.',
    expect: 'The idle branch buffers the whole volume; no highWaterMark limits it.',
  },
  tags: ['web', 'tee', 'wrong'],
  pairedWith: 'web-tee-balanced',
  parameters: { chunkSize: bytes([64 * KiB]), volume: volume(64 * MiB) },
  expect: {
    growth: 'linear',
    checks: ({ parameters: { volume }, counters }) => ({
      'the idle branch buffers the whole volume': counters.second?.peakBufferedBytes === volume,
    }),
  },
  async run({ parameters, watch }) {
    const chunks = byteSource({ allocation: 'alloc', ...parameters });
    const [first, second] = ReadableStream.from(chunks).tee();
    watch('first', first);
    watch('second', second); // BUG: this branch is neither read nor cancelled
    for await (const _chunk of first);
    return second;
  },
});
