import { text } from 'node:stream/consumers';
import { defineScenario } from '../../harness/scenario.ts';
import { startFullSlab } from '../support/buffer/full-slab.ts';
import { enqueueBytes } from '../support/streams/enqueue-bytes.ts';

export default defineScenario({
  name: 'web-enqueue-copy',
  title: 'Enqueues a copy with an ArrayBuffer of its own in a byte stream',
  about: {
    what: 'Copies a small Buffer with new Uint8Array(), which does not use the pool, and passes the copy to enqueue().',
    why: 'A byte stream takes ownership of what is enqueued: it transfers the ArrayBuffer, so nothing else may use it. Buffer.allocUnsafeSlow() and TextEncoder also create an ArrayBuffer for each result.',
    expect:
      'The message arrives. The Buffer and its neighbours in the slab keep their bytes, on all versions of Node.',
  },
  tags: ['web', 'buffer', 'pool', 'right'],
  pairedWith: 'web-enqueue-pooled',
  expect: {
    checks: ({ recorded }) => ({
      'the message arrives': recorded.isDelivered === 1,
      'the message itself keeps its bytes': recorded.messageBytes === 9,
      'a Buffer of other code keeps its bytes': recorded.neighbourBytes === 16,
    }),
  },
  async run({ record }) {
    startFullSlab();
    const neighbour = Buffer.from('of somebody else');
    const message = Buffer.from('a message');
    const stream = enqueueBytes(new Uint8Array(message));
    record('isDelivered', Number((await text(stream)) === 'a message'));
    record('messageBytes', message.length);
    record('neighbourBytes', neighbour.length);
  },
});
