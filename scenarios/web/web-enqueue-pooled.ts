import { defineScenario } from '../../harness/scenario.ts';
import { startFullSlab } from '../support/buffer/full-slab.ts';
import { enqueueBytes } from '../support/streams/enqueue-bytes.ts';

const NODE_MAJOR = Number.parseInt(process.versions.node, 10);

export default defineScenario({
  name: 'web-enqueue-pooled',
  title: 'Enqueues a pooled Buffer in a byte stream',
  about: {
    what: 'Passes a small Buffer, as Buffer.from() makes it, to enqueue() of a web stream of bytes.',
    why: "A byte stream transfers the ArrayBuffer of what is enqueued, and a small Buffer shares its ArrayBuffer, a slab of Node's pool, with Buffers of other code.",
    expect:
      'On Node 20 and 22, every Buffer in that slab is empty afterwards, and from then on every small Buffer.from() anywhere in the process throws a RangeError, until one is too large for the rest of the slab. Node 24 and 26 refuse the chunk with a TypeError: the slab is marked as untransferable.',
  },
  tags: ['web', 'buffer', 'pool', 'wrong'],
  pairedWith: 'web-enqueue-copy',
  expect: {
    checks: ({ recorded }) =>
      NODE_MAJOR < 24
        ? {
            'the chunk is accepted': recorded.isRefused === 0,
            'a Buffer of other code has become empty': recorded.neighbourBytes === 0,
            'the next Buffer.from() throws': recorded.isPoolBroken === 1,
          }
        : {
            'the chunk is refused': recorded.isRefused === 1,
            'a Buffer of other code keeps its bytes': recorded.neighbourBytes === 16,
            'the pool still works': recorded.isPoolBroken === 0,
          },
  },
  run({ record }) {
    const startNextSlab = startFullSlab();
    const neighbour = Buffer.from('of somebody else'); // in the same slab
    record('neighbourBytesBefore', neighbour.length);
    try {
      enqueueBytes(Buffer.from('a message')); // BUG: its ArrayBuffer is shared
      record('isRefused', 0);
    } catch (error) {
      record('isRefused', Number(error instanceof TypeError));
    }
    record('neighbourBytes', neighbour.length);
    try {
      Buffer.from('the next message');
      record('isPoolBroken', 0);
    } catch (error) {
      record('isPoolBroken', Number(error instanceof RangeError));
    }
    startNextSlab(); // otherwise no code of this process could use the pool any more
  },
});
