import { finished } from 'node:stream/promises';
import { defineScenario, KiB } from '../../../harness/scenario.ts';
import { byteStream } from '../../support/byte-stream.ts';
import { slowSink } from '../../support/slow-sink.ts';
import { turnLoop } from '../../support/turn-loop.ts';

const SOURCE = { highWaterMark: 16 * KiB, chunkSize: 16 * KiB, volume: 1024 * KiB };

export default defineScenario({
  name: 'pipe-steps',
  claim: {
    statement:
      "pipe() listens to 'data', calls write(), pauses on false, resumes at 'drain' and ends its target at 'end'.",
    source: ['000'],
    rule: ({
      recorded: { listeners = 0, writes = 0, falses = 0, pauses = 0, drains = 0, resumes = 0, hasEnded = 0 },
    }) => {
      const steps = [
        ...[listeners > 0, writes > 0, falses > 0 && pauses === falses],
        ...[drains > 0 && resumes >= drains, hasEnded === 1],
      ];
      return {
        verdict: steps.every(Boolean) ? 'true' : steps.some(Boolean) ? 'partly' : 'false',
        condition: `${steps.filter(Boolean).length} of the ${steps.length} steps were seen`,
        reading: `${listeners} 'data' listener, ${writes} writes, ${falses} returned false with ${pauses} pauses, ${drains} 'drain' events with ${resumes} resumes; the target was ${hasEnded ? 'ended' : 'not ended'}`,
      };
    },
  },
  async run({ record, signal }) {
    const source = byteStream(SOURCE);
    const target = slowSink({ highWaterMark: 32 * KiB });
    const counted = { writes: 0, falses: 0, pauses: 0, drains: 0, resumes: 0 };
    const write = target.write as (chunk: unknown) => boolean;
    target.write = (chunk: unknown) => {
      const isBelow = write.call(target, chunk);
      counted.writes += 1;
      if (!isBelow) counted.falses += 1;
      return isBelow;
    };
    source.on('pause', () => {
      counted.pauses += 1;
    });
    target.prependListener('drain', () => {
      counted.drains += 1;
      const { writes } = counted;
      void turnLoop(3, signal).then(() => {
        if (counted.writes > writes || source.readableEnded) counted.resumes += 1;
      });
    });
    const before = source.listenerCount('data');
    source.pipe(target);
    record('listeners', source.listenerCount('data') - before);
    await finished(target, { signal });
    if (counted.falses === 0) throw new Error('write() never returned false');
    await turnLoop(3, signal);
    for (const [name, times] of Object.entries(counted)) record(name, times);
    record('hasEnded', Number(target.writableFinished && source.readableEnded));
  },
});
