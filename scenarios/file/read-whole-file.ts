import { readFile } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { writeDataFile } from '../support/data-file.ts';
import { slowSink } from '../support/slow-sink.ts';

export default defineScenario({
  name: 'read-whole-file',
  title: 'Reads a whole file before sending the first byte',
  about: {
    what: 'Reads a file with readFile() and writes it to a sink in one piece.',
    why: 'Each request then costs the size of its file, however fast the client reads.',
    expect: 'One byte buffered per byte of the file: a single Buffer, outside the V8 heap.',
  },
  tags: ['file', 'readable', 'wrong'],
  pairedWith: 'stream-file',
  parameters: {
    highWaterMark: bytes([64 * KiB, 16 * KiB, 1 * MiB]),
    volume: volume(256 * MiB),
  },
  expect: {
    growth: 'linear',
    checks: ({ parameters: { volume }, counters }) => ({
      'all bytes are delivered': counters.sink?.bytesOut === volume,
      'the sink buffers the whole file': counters.sink?.peakBufferedBytes === volume,
    }),
  },
  setup: ({ parameters, tempDir }) => writeDataFile(tempDir, parameters.volume),
  async run({ parameters, prepared: path, watch, signal }) {
    const sink = watch('sink', slowSink(parameters));
    sink.end(await readFile(path)); // BUG: the whole file is in memory before the first byte is sent
    await finished(sink, { signal });
  },
});
