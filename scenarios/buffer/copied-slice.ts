import { bytes, count, defineScenario, MiB, volume } from '../../harness/scenario.ts';
import { pinnedBytes } from '../support/buffer/pinned-bytes.ts';
import { byteSource } from '../support/byte-source.ts';

export default defineScenario({
  name: 'copied-slice',
  title: 'Stores a copy of a few bytes of each message',
  about: {
    what: 'Copies the id at the start of each message into a Buffer of its own, and releases the message.',
    why: 'Retained memory does not depend on the size of the messages. A small Buffer with memory of its own also costs about 250 bytes of heap: for ids of a few bytes, a string is cheaper; for very many, one large Buffer for all.',
    expect: 'Of the data, only the stored bytes stay pinned, at any message size.',
  },
  tags: ['buffer', 'retention', 'right'],
  pairedWith: 'slice-retention',
  parameters: {
    messages: count([4096]),
    idSize: bytes([32]),
    volume: volume(64 * MiB),
  },
  expect: {
    growth: 'bounded',
    metric: 'recorded.pinnedBytes',
    checks: ({ parameters: { messages, idSize }, recorded }) => ({
      'every id is stored': recorded.storedBytes === messages * idSize,
      'nothing but the ids is pinned': recorded.pinnedBytes === messages * idSize,
    }),
  },
  run({ parameters: { messages, idSize, volume }, record }) {
    const ids: Buffer[] = [];
    for (const message of byteSource({
      allocation: 'alloc',
      chunkSize: Math.ceil(volume / messages),
      volume,
    })) {
      const id = Buffer.allocUnsafeSlow(idSize); // not from the pool: a slab would be pinned instead
      message.copy(id);
      ids.push(id);
    }
    record('storedBytes', ids.length * idSize);
    record('pinnedBytes', pinnedBytes(ids));
    return ids;
  },
});
