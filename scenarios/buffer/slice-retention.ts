import { bytes, count, defineScenario, MiB, volume } from '../../harness/scenario.ts';
import { pinnedBytes } from '../support/buffer/pinned-bytes.ts';
import { byteSource } from '../support/byte-source.ts';

export default defineScenario({
  name: 'slice-retention',
  title: 'Stores a few bytes of each message as a slice of it',
  about: {
    what: 'Takes the id at the start of each message with subarray() and stores that slice.',
    why: 'A slice copies nothing: it retains its whole message, so a list of small ids retains everything that was received.',
    expect: 'One byte pinned per byte received, however few are stored.',
  },
  tags: ['buffer', 'retention', 'wrong'],
  pairedWith: 'copied-slice',
  parameters: {
    messages: count([4096]),
    idSize: bytes([32]),
    volume: volume(64 * MiB),
  },
  expect: {
    growth: 'linear',
    metric: 'recorded.pinnedBytes',
    checks: ({ parameters: { messages, idSize, volume }, recorded }) => ({
      'only the ids are stored': recorded.storedBytes === messages * idSize,
      'every message is pinned as a whole': recorded.pinnedBytes === volume,
    }),
  },
  run({ parameters: { messages, idSize, volume }, record }) {
    const ids: Buffer[] = [];
    for (const message of byteSource({
      allocation: 'alloc',
      chunkSize: Math.ceil(volume / messages),
      volume,
    })) {
      ids.push(message.subarray(0, idSize)); // BUG: a view retains the whole message
    }
    record('storedBytes', ids.length * idSize);
    record('pinnedBytes', pinnedBytes(ids));
    return ids;
  },
});
