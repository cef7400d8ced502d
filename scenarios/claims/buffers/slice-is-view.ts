import { defineScenario } from '../../../harness/scenario.ts';

export default defineScenario({
  name: 'slice-is-view',
  claim: {
    statement: 'slice() of a Buffer returns a view of the same memory: changing it changes the original.',
    source: ['001'],
    rule: ({ recorded: { changed, copied } }) => ({
      verdict: changed === 1 ? 'true' : 'false',
      reading: `after slice[0] was set, the original ${changed === 1 ? 'has' : 'does not have'} the new value; after the same with Uint8Array.prototype.slice() it ${copied === 1 ? 'does not' : 'does'}`,
    }),
  },
  run({ record }) {
    const original = Buffer.alloc(8, 1);
    const slice: Buffer = original.slice(2, 4);
    slice[0] = 9;
    record('changed', Number(original[2] === 9));
    const copy = Uint8Array.prototype.slice.call(original, 4, 6);
    copy[0] = 9;
    record('copied', Number(original[4] === 1));
  },
});
