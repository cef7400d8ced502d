import { defineScenario } from '../../../harness/scenario.ts';
import { resizeMemory } from '../../support/claims/resize-memory.ts';

export default defineScenario({
  name: 'cannot-resize',
  claim: {
    statement: 'A Buffer cannot be resized.',
    source: ['001'],
    rule: ({ recorded: { isResizable, changesLength } }) => ({
      verdict: changesLength === 1 ? 'partly' : 'true',
      condition: 'unless it is a view of a resizable ArrayBuffer, whose length it follows',
      reading: `the memory of alloc() ${isResizable === 1 ? 'is' : 'is not'} resizable; a Buffer of a resizable ArrayBuffer ${changesLength === 1 ? 'changes' : 'does not change'} its length when that is resized`,
    }),
  },
  run({ record }) {
    const { isResizable, isFollowed } = resizeMemory();
    record('isResizable', Number(isResizable));
    record('changesLength', Number(isFollowed));
  },
});
