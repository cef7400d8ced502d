import { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { defineScenario } from '../../../harness/scenario.ts';

const CHUNKS = Array.from({ length: 20 }, (_, index) => `chunk ${index}`);

export default defineScenario({
  name: 'writable-fifo',
  claim: {
    statement:
      'The buffer of a Writable is a queue in memory: first in, first out, of chunks that have been accepted and are not yet written.',
    source: ['003'],
    rule: ({ recorded: { queuedBytes = 0, writtenBytes = 0, inOrder = 0, leftBytes = 0 } }) => ({
      verdict:
        inOrder === CHUNKS.length && queuedBytes === writtenBytes && leftBytes === 0 ? 'true' : 'false',
      reading: `${queuedBytes} of ${writtenBytes} bytes written are in the buffer, ${inOrder} of ${CHUNKS.length} chunks leave it in the order of the writes, ${leftBytes} bytes are left at the end`,
    }),
  },
  async run({ record, signal }) {
    const left: string[] = [];
    const sink = new Writable({
      write(chunk, _encoding, callback) {
        left.push(String(chunk));
        setImmediate(callback);
      },
    });
    for (const chunk of CHUNKS) sink.write(chunk);
    record('writtenBytes', CHUNKS.join('').length);
    record('queuedBytes', sink.writableLength);
    sink.end();
    await finished(sink, { signal });
    record('inOrder', left.filter((chunk, index) => chunk === CHUNKS[index]).length);
    record('leftBytes', sink.writableLength);
  },
});
