import { runInThisContext } from 'node:vm';
import { defineScenario } from '../../../harness/scenario.ts';
import { stalledSink } from '../../support/claims/stalled-sink.ts';

/** As it stands in the article, with a callback. */
const SNIPPET = `'writable'.once("drain", () => {})`;

export default defineScenario({
  name: 'seed0-drain-snippet',
  claim: {
    statement: `The line that waits for 'drain' is 'writable'.once("drain", …).`,
    source: ['000'],
    rule: ({ recorded: { throwsTypeError = 0, listensOnStream = 0 } }) => ({
      verdict: throwsTypeError ? 'false' : 'true',
      reading: `the line ${throwsTypeError ? 'throws a TypeError: a string has no once()' : 'runs'}; writable.once('drain', …) adds ${listensOnStream} listener`,
    }),
  },
  run({ record }) {
    let failure: unknown;
    try {
      runInThisContext(SNIPPET);
    } catch (error) {
      failure = error;
    }
    record('throwsTypeError', Number(failure instanceof TypeError));
    const writable = stalledSink();
    writable.once('drain', () => {});
    record('listensOnStream', writable.listenerCount('drain'));
  },
});
