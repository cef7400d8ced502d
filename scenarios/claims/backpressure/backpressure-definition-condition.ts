import { Writable } from 'node:stream';
import { defineScenario, KiB } from '../../../harness/scenario.ts';
import { stalledSink } from '../../support/claims/stalled-sink.ts';

const HIGH_WATER_MARK = 64 * KiB;

export default defineScenario({
  name: 'backpressure-definition-condition',
  claim: {
    statement: 'Backpressure is when the consumer is slower than the producer.',
    source: ['000'],
    rule: ({ recorded: { falsesBelow = 0, falsesAbove = 0, falsesOfFastSink = 0 } }) => ({
      verdict: falsesAbove === 0 ? 'false' : falsesBelow > 0 && falsesOfFastSink === 0 ? 'true' : 'partly',
      condition:
        'a slow consumer is the usual cause; backpressure is the signal, and comes only once highWaterMark bytes are buffered',
      reading: `a sink that has stalled returns false to ${falsesBelow} writes below highWaterMark, to ${falsesAbove} above it`,
    }),
  },
  async run({ record }) {
    const below = stalledSink(HIGH_WATER_MARK);
    record('falsesBelow', countFalses(below, 15)); // 60 KiB, although the consumer is infinitely slow
    const above = stalledSink(HIGH_WATER_MARK);
    record('falsesAbove', countFalses(above, 32));
    const fast = new Writable({
      highWaterMark: HIGH_WATER_MARK,
      write: (_chunk, _encoding, callback) => callback(),
    });
    record('falsesOfFastSink', countFalses(fast, 32));
  },
});

function countFalses(sink: Writable, writes: number): number {
  let falses = 0;
  for (let write = 0; write < writes; write += 1) if (!sink.write(Buffer.alloc(4 * KiB))) falses += 1;
  return falses;
}
