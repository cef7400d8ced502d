import { count, defineScenario } from '../../harness/scenario.ts';
import { fillQueue } from '../support/memory/fill-queue.ts';
import { measureSurvival } from '../support/memory/surviving-bytes.ts';

export default defineScenario({
  name: 'objects-die-young',
  title: 'Is done with objects before the next scavenge',
  about: {
    what: 'Makes as many objects and keeps the last 100 in a queue, as a consumer does that keeps up.',
    why: 'What has left a short queue is dead when the scavenge comes, and what is dead costs nothing. Backpressure shortens queues, so it saves garbage collection as well as memory: highWaterMark in object mode is 16.',
    expect: 'Less than a byte of each object is copied, on average; the rest dies young.',
  },
  tags: ['heap', 'gc', 'right'],
  pairedWith: 'objects-promoted',
  // The record of the scavenges of V8.
  needs: { node: ['20.0'] },
  parameters: { objects: count([1_000_000]), queued: count([100]) },
  expect: {
    checks: ({ parameters: { objects }, recorded }) => ({
      'every object is used': recorded.used === objects,
      'scavenges take place': (recorded.scavenges ?? 0) > 0,
      'less than 2 bytes of each object are copied, on average': (recorded.survivedPerObject ?? 2) < 2,
    }),
  },
  run({ parameters, record }) {
    let used = 0;
    const { scavenges, survivedBytes, promotedBytes } = measureSurvival(() => {
      used = fillQueue(parameters);
    });
    record('used', used);
    record('scavenges', scavenges);
    record('survivedPerObject', survivedBytes / parameters.objects);
    record('promotedPerObject', promotedBytes / parameters.objects);
  },
});
