import { defineScenario } from '../../../harness/scenario.ts';
import { resizeMemory } from '../../support/claims/resize-memory.ts';

export default defineScenario({
  name: 'buffer-fixed-size',
  claim: {
    statement: 'A Buffer is a piece of memory of a fixed size.',
    source: ['002'],
    rule: ({ recorded: { isResizable, changesLength } }) => ({
      verdict: changesLength === 1 ? 'partly' : 'true',
      condition: 'unless it is a view of a resizable ArrayBuffer, whose length it follows',
      reading: `alloc(): resizable is ${isResizable === 1}; a Buffer of a resizable ArrayBuffer ${changesLength === 1 ? 'has' : 'does not have'} another length when that is resized`,
    }),
  },
  run({ record }) {
    const { isResizable, isFollowed } = resizeMemory();
    record('isResizable', Number(isResizable));
    record('changesLength', Number(isFollowed));
  },
});
