import { defineScenario } from '../../../harness/scenario.ts';
import { dirtyMemory } from '../../support/claims/dirty-memory.ts';

const COUNT = 200;
const SIZE = 4096;
const SECRET = 'password';

export default defineScenario({
  name: 'allocunsafe-leaks-old-data',
  claim: {
    statement: 'Memory from Buffer.allocUnsafe() may contain old data, including sensitive data.',
    source: ['002'],
    rule: ({ recorded: { withSecret = 0 } }) => ({
      verdict: withSecret > 0 ? 'true' : 'false',
      reading: `${withSecret} of ${COUNT} new Buffers contained a password that earlier ones, which had been freed, were filled with`,
    }),
  },
  async run({ record }) {
    await dirtyMemory({ count: COUNT, size: SIZE, text: SECRET });
    const buffers = Array.from({ length: COUNT }, () => Buffer.allocUnsafe(SIZE));
    record('withSecret', buffers.filter((buffer) => buffer.includes(SECRET)).length);
  },
});
