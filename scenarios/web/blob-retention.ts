import { Blob } from 'node:buffer';
import { bytes, count, defineScenario, KiB, MiB } from '../../harness/scenario.ts';

export default defineScenario({
  name: 'blob-retention',
  title: 'Streams one Blob after another and drops each',
  about: {
    what: 'Makes a Blob of each message, reads it to its end with stream(), and drops it.',
    why: 'Node 24.16 to 24.19 and 26.0 to 26.5 never freed the bytes that a stream() of a Blob had read, nor those of new Response(blob): a leak of one byte per byte. It is in nodejs/node#63574, and mended since 24.20 and 26.6; Node 20 and 22 do not have it. RSS and heapUsed do not tell the versions apart, arrayBuffers does.',
    expect:
      'Less than 1 MiB stays in memory, of 16 MiB that were read. On a version with the leak all of it stays, and this scenario fails.',
  },
  tags: ['web', 'blob', 'leak', 'right'],
  parameters: { blobSize: bytes([256 * KiB]), blobs: count([64]) },
  expect: {
    checks: ({ parameters: { blobSize, blobs }, recorded }) => ({
      'all bytes are read': recorded.bytesRead === blobs * blobSize,
    }),
  },
  limits: { retainedArrayBuffersBytes: 1 * MiB },
  async run({ parameters: { blobSize, blobs }, record }) {
    let bytesRead = 0;
    for (let made = 0; made < blobs; made += 1) {
      const message = Buffer.alloc(blobSize, 'tidemark ');
      for await (const chunk of new Blob([message]).stream()) bytesRead += (chunk as Uint8Array).length;
    }
    record('bytesRead', bytesRead);
  },
});
