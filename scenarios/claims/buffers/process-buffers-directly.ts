import { defineScenario } from '../../../harness/scenario.ts';
import { collectGarbage } from '../../support/memory/collect-garbage.ts';

const CHARACTERS = 1000;
/** Not a multiple of the three bytes of a character. */
const CHUNK = 100;
const DATA = 512 * 1024;
const TIMES = 4;

export default defineScenario({
  name: 'process-buffers-directly',
  claim: {
    statement: 'In hot paths, use the methods of Buffers instead of toString().',
    source: ['001'],
    rule: ({ recorded: { broken = 0, stringBytes = 0, bufferBytes = 0 } }) => ({
      verdict: broken > 0 || stringBytes > 10 * bufferBytes ? 'true' : 'false',
      reading: `toString() of each chunk broke ${broken} of ${CHARACTERS} characters at the ends of chunks, and took ${stringBytes.toFixed(1)} bytes of the heap for each byte searched; indexOf() of the Buffer ${bufferBytes.toFixed(1)}`,
    }),
  },
  async run({ record }) {
    const text = Buffer.from('€'.repeat(CHARACTERS));
    let decoded = '';
    for (let at = 0; at < text.length; at += CHUNK) decoded += text.subarray(at, at + CHUNK).toString();
    record('broken', CHARACTERS - decoded.split('€').length + 1);
    const data = Buffer.alloc(DATA, 'x');
    record('bufferBytes', await heapOf(() => data.indexOf('needle')));
    record('stringBytes', await heapOf(() => data.toString('latin1').slice(0, DATA).indexOf('needle')));
  },
});

/** What is allocated for each byte, before anything of it is collected. */
async function heapOf(search: () => number): Promise<number> {
  await collectGarbage();
  const before = process.memoryUsage();
  for (let time = 0; time < TIMES; time += 1) if (search() !== -1) throw new Error('it was found');
  const after = process.memoryUsage();
  const grown = after.heapUsed + after.external - before.heapUsed - before.external;
  return Math.max(0, grown) / (TIMES * DATA);
}
