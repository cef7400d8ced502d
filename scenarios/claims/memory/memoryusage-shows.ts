import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { defineScenario } from '../../../harness/scenario.ts';
import { collectGarbage } from '../../support/memory/collect-garbage.ts';

const MiB = 1024 * 1024;
const MIBS = 64;
const HOLD = `
  const { parentPort } = require('node:worker_threads');
  const held = [];
  parentPort.on('message', () => {
    for (let n = 0; n < ${MIBS}; n += 1) held.push(Buffer.alloc(${MiB}, 1));
    parentPort.postMessage('held');
  });
  parentPort.postMessage('ready');
`;

export default defineScenario({
  name: 'memoryusage-shows',
  claim: {
    statement: 'process.memoryUsage() shows the memory of a program.',
    source: ['002'],
    measured: ['ofRss'],
    rule: ({ recorded: { ofArrayBuffers = 0, ofRss = 0 } }) => ({
      verdict: ofArrayBuffers > 0.9 ? 'true' : ofRss > 0.9 ? 'partly' : 'false',
      condition: 'rss does; heapUsed, external and arrayBuffers are those of one thread',
      reading: `of ${MIBS} MiB of Buffers in a worker thread, the arrayBuffers of the main thread show ${(100 * ofArrayBuffers).toFixed(0)} % and its rss ${ofRss > 0.9 ? 'all' : 'not all'}`,
    }),
  },
  async run({ record }) {
    const worker = new Worker(HOLD, { eval: true });
    await once(worker, 'message');
    await collectGarbage();
    const before = process.memoryUsage();
    worker.postMessage('hold');
    await once(worker, 'message');
    const after = process.memoryUsage();
    record('ofArrayBuffers', Math.max(0, after.arrayBuffers - before.arrayBuffers) / (MIBS * MiB));
    record('ofRss', (after.rss - before.rss) / (MIBS * MiB));
    await worker.terminate();
  },
});
