import { defineScenario } from '../../../harness/scenario.ts';
import { runNode } from '../../support/claims/run-node.ts';

const LOOP_MS = 50;
const COUNT = `
  const { existsSync, readdirSync } = require('node:fs');
  const tasks = '/proc/self/task';
  const begin = performance.now();
  setTimeout(() => {
    const waited = Number(performance.now() - begin >= ${LOOP_MS});
    answer({ threads: existsSync(tasks) ? readdirSync(tasks).length : 0, waited });
  }, 1);
  while (performance.now() - begin < ${LOOP_MS});
`;

export default defineScenario({
  name: 'v8-single-threaded',
  claim: {
    statement: 'V8 executes everything in a single thread.',
    source: ['002'],
    rule: ({ recorded: { threads = 0, waited } }) =>
      threads === 0
        ? { verdict: 'not tested', reading: 'this system does not list the threads of a process in /proc' }
        : {
            verdict: threads > 1 ? 'partly' : 'true',
            condition: 'JavaScript; collections and compilation have threads of their own',
            reading: `an idle process has ${threads > 1 ? 'several threads' : 'one thread'}; a loop of ${LOOP_MS} ms ${waited === 1 ? 'delayed' : 'did not delay'} a timer of 1 ms`,
          },
  },
  run({ record }) {
    const { threads, waited } = runNode(COUNT);
    record('threads', Number(threads));
    record('waited', Number(waited));
  },
});
