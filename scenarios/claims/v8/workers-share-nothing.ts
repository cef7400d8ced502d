import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { defineScenario } from '../../../harness/scenario.ts';

const SET = `
  globalThis.claimed = 7;
  require('node:worker_threads').workerData[0] = 7;
`;

export default defineScenario({
  name: 'workers-share-nothing',
  claim: {
    statement: 'Two instances of V8 in one process do not share any variables.',
    source: ['002'],
    rule: ({ recorded: { sharesGlobals, sharesMemory } }) => ({
      verdict: sharesGlobals === 1 ? 'false' : sharesMemory === 1 ? 'partly' : 'true',
      condition: 'but for the memory of a SharedArrayBuffer',
      reading: `what a worker thread sets is seen by the main thread in a global variable: ${sharesGlobals === 1}, in a SharedArrayBuffer: ${sharesMemory === 1}`,
    }),
  },
  async run({ record }) {
    const shared = new Int32Array(new SharedArrayBuffer(4));
    const globals = globalThis as { claimed?: number };
    globals.claimed = 0;
    const worker = new Worker(SET, { eval: true, workerData: shared });
    await once(worker, 'exit');
    record('sharesMemory', Number(shared[0] === 7));
    record('sharesGlobals', Number(globals.claimed === 7));
  },
});
