import { defineScenario } from '../../../harness/scenario.ts';
import { collectGarbage } from '../../support/memory/collect-garbage.ts';

const SLABS = 50;

export default defineScenario({
  name: 'pool-many-slabs',
  claim: {
    statement: 'Node keeps a pool of several Buffers that it has allocated in advance.',
    source: ['001'],
    rule: ({ recorded: { seen = 0, alive = 0 } }) => ({
      verdict: alive > 1 ? 'true' : 'false',
      reading: `of ${seen} slabs that Buffers came from one after the other, ${alive} ${alive === 1 ? 'is' : 'are'} kept once the Buffers are gone`,
    }),
  },
  async run({ record }) {
    const slabs = useSlabs();
    await collectGarbage();
    await collectGarbage();
    record('seen', slabs.length);
    record('alive', slabs.filter((slab) => slab.deref() !== undefined).length);
  },
});

/** References that keep nothing alive. Of the slab that Node has begun itself, it may keep a part. */
function useSlabs(): WeakRef<ArrayBufferLike>[] {
  const slabs: WeakRef<ArrayBufferLike>[] = [];
  let current = Buffer.allocUnsafe(512).buffer;
  while (slabs.length < SLABS) {
    const { buffer } = Buffer.allocUnsafe(512);
    if (buffer !== current) slabs.push(new WeakRef(buffer));
    current = buffer;
  }
  return slabs;
}
