import { defineScenario } from '../../../harness/scenario.ts';
import { makeGarbage } from '../../support/claims/make-garbage.ts';
import { sizeInWords } from '../../support/claims/size-in-words.ts';

/** With so many minor collections for each of the whole heap, the cheap ones do the work. */
const FEW = 2;
const TOTAL = 1024 * 1024 * 1024;
const CHUNK = 64 * 1024;

export default defineScenario({
  name: 'buffer-garbage-gc-kind',
  claim: {
    statement:
      'Buffers that live for a short time are collected by the same cheap collections as other young objects.',
    source: ['002'],
    rule: ({ recorded: { minor = 0, major = 0 } }) => ({
      verdict: minor === 0 ? 'false' : major * FEW <= minor ? 'true' : 'partly',
      condition: 'together with collections of the whole heap, which external memory triggers as well',
      reading: `${sizeInWords(TOTAL)} of dropped Buffers of ${sizeInWords(CHUNK)} caused ${minor === 0 ? 'collections of the whole heap only' : major * FEW <= minor ? 'minor collections, and few of the whole heap, or none' : 'minor collections, and many of the whole heap'}`,
    }),
  },
  async run({ record }) {
    const { minor, major } = await makeGarbage(TOTAL, CHUNK);
    if (minor + major === 0) throw new Error('nothing was collected');
    record('minor', minor);
    record('major', major);
  },
});
