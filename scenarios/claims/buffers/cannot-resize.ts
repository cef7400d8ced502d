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
      reading: `alloc(): resizable is ${isResizable === 1}; a Buffer of a resizable ArrayBuffer ${changesLength === 1 ? 'has' : 'does not have'} another length when that is resized`,
    }),
  },
  run({ record }) {
    const { isResizable, isFollowed } = resizeMemory();
    record('isResizable', Number(isResizable));
    record('changesLength', Number(isFollowed));
  },
});
