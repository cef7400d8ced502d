import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['forgets.vitest.ts'],
    setupFiles: [fileURLToPath(new URL('../../../dist/harness/matchers/vitest.js', import.meta.url))],
  },
});
