import { Blob } from 'node:buffer';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteSource } from '../support/byte-source.ts';

export default defineScenario({
  name: 'blob-retention',
  title: 'Streams one Blob after another and drops each',
  about: {
    what: 'Makes a Blob of each message, reads it to its end with stream(), and drops it.',
    why: 'Node 24.16 to 24.19 and 26.0 to 26.5 never freed the bytes that a stream() of a Blob had read, nor those of new Response(blob): a leak of one byte per byte. It is in nodejs/node#63574, and mended since 24.20 and 26.6; Node 20 and 22 do not have it. RSS and heapUsed do not tell the versions apart, arrayBuffers does.',
    expect:
      'Nothing stays in memory. On a version with the leak, this scenario fails: growth is linear there.',
  },
  tags: ['web', 'blob', 'leak', 'right'],
  parameters: { blobSize: bytes([256 * KiB]), volume: volume(16 * MiB) },
  expect: {
    growth: 'bounded',
    metric: 'retainedArrayBuffersBytes',
    checks: ({ parameters: { volume }, recorded }) => ({
      'all bytes are read': recorded.bytesRead === volume,
    }),
  },
  async run({ parameters: { blobSize, volume }, record }) {
    let bytesRead = 0;
    for (const message of byteSource({ allocation: 'alloc', chunkSize: blobSize, volume })) {
      for await (const chunk of new Blob([message]).stream()) bytesRead += (chunk as Uint8Array).length;
    }
    record('bytesRead', bytesRead);
  },
});
