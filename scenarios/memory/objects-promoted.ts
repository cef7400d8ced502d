import { count, defineScenario } from '../../harness/scenario.ts';
import { fillQueue } from '../support/memory/fill-queue.ts';
import { measureSurvival } from '../support/memory/surviving-bytes.ts';

export default defineScenario({
  name: 'objects-promoted',
  title: 'Queues objects for longer than two scavenges',
  about: {
    what: 'Makes objects and keeps the last 400,000 in a queue, as a consumer does that lags behind.',
    why: 'V8 makes objects in the young generation and clears it by a scavenge, which costs nothing for the dead and copies the living: once within the young generation, and at the second time into the old one, where only a slow collection of the whole heap finds that they have died. A queue makes every object survive, however short its work is.',
    expect:
      '20 bytes of each object or more are copied, on average, and 7 or more of them become old. It is no more because V8 notices after a few scavenges, and makes such objects in the old generation from then on. The short queue copies less than one.',
  },
  tags: ['heap', 'gc', 'wrong'],
  pairedWith: 'objects-die-young',
  // The record of the scavenges of V8.
  needs: { node: ['20.0'] },
  parameters: { objects: count([1_000_000]), queued: count([400_000]) },
  expect: {
    checks: ({ parameters: { objects }, recorded }) => ({
      'every object is used': recorded.used === objects,
      'scavenges take place': (recorded.scavenges ?? 0) > 0,
      'more than 5 bytes of each object are copied, on average': (recorded.survivedPerObject ?? 0) > 5,
      'more than 5 bytes of each object become old, on average': (recorded.promotedPerObject ?? 0) > 5,
    }),
  },
  run({ parameters, record }) {
    let used = 0;
    const { scavenges, survivedBytes, promotedBytes } = measureSurvival(() => {
      used = fillQueue(parameters); // BUG: so many are alive that most survive
    });
    record('used', used);
    record('scavenges', scavenges);
    record('survivedPerObject', survivedBytes / parameters.objects);
    record('promotedPerObject', promotedBytes / parameters.objects);
  },
});
