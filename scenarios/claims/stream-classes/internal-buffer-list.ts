import { Readable } from 'node:stream';
import { defineScenario } from '../../../harness/scenario.ts';
import { turnLoop } from '../../support/turn-loop.ts';

export default defineScenario({
  name: 'internal-buffer-list',
  claim: {
    statement: 'The internals of a Readable are a BufferList and flags.',
    source: ['000'],
    rule: ({ recorded: { isBufferList = 0, isArray = 0, hasFlags = 0 } }) => ({
      verdict: isBufferList && hasFlags ? 'true' : isBufferList || hasFlags ? 'partly' : 'false',
      condition: `true of the flags; the buffer is ${isArray ? 'an array' : 'another structure'}, and no BufferList`,
      reading: `the buffer ${isBufferList ? 'is' : 'is not'} a BufferList and ${isArray ? 'is' : 'is not'} an array; the flags ${hasFlags ? 'change' : 'do not change'} as the stream begins to flow`,
    }),
  },
  async run({ record, signal }) {
    const source = new Readable({ read() {} });
    source.push('one');
    source.push('two');
    const state = (source as unknown as { _readableState: Record<string, unknown> })._readableState;
    const { buffer } = state;
    record('isBufferList', Number(buffer?.constructor?.name === 'BufferList'));
    record('isArray', Number(Array.isArray(buffer)));
    const flagsOf = () =>
      ['flowing', 'reading', 'needReadable', 'resumeScheduled'].map((flag) => state[flag]);
    const before = flagsOf();
    source.resume();
    await turnLoop(2, signal);
    record('hasFlags', Number(flagsOf().some((flag, index) => flag !== before[index])));
    source.destroy();
  },
});
