import { defineScenario, KiB } from '../../../harness/scenario.ts';
import { sizeOfChunkInToWeb } from '../../support/web-size.ts';

const CHUNK_BYTES = 1 * KiB;

export default defineScenario({
  name: 'to-web-counts-bytes',
  claim: {
    statement: 'What Writable.toWeb() makes counts the bytes of each chunk against highWaterMark.',
    source: ['node'],
    rule: ({ recorded: { counted = 0 } }) => ({
      verdict: counted === CHUNK_BYTES ? 'true' : 'false',
      reading: `a write of ${CHUNK_BYTES} bytes took ${counted} from desiredSize`,
    }),
  },
  run({ record }) {
    record('counted', sizeOfChunkInToWeb({ highWaterMark: 64 * KiB, chunkSize: CHUNK_BYTES }));
  },
});
