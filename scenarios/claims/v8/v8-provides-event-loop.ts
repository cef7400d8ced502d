import { runInNewContext } from 'node:vm';
import { defineScenario } from '../../../harness/scenario.ts';

export default defineScenario({
  name: 'v8-provides-event-loop',
  claim: {
    statement: 'In Node, V8 provides the event loop.',
    source: ['002'],
    rule: ({ recorded: { timersOfV8, hasLibuv } }) => ({
      verdict: timersOfV8 === 0 && hasLibuv === 1 ? 'false' : 'true',
      reading: `a context with V8 alone has setTimeout(): ${timersOfV8 === 1}; Node comes with libuv: ${hasLibuv === 1}`,
    }),
  },
  run({ record }) {
    record('timersOfV8', Number(runInNewContext('typeof setTimeout') === 'function'));
    record('hasLibuv', Number(typeof process.versions.uv === 'string'));
  },
});
