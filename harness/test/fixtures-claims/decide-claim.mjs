/** Decides one claim in a world that is altered first: decide-claim.mjs URL WORLD. Prints the verdict and the reading. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WORLDS } from './worlds.mjs';

const [, , url, world] = process.argv;
WORLDS[world]();
const { default: scenario } = await import(url);
const tempDir = mkdtempSync(join(tmpdir(), 'tidemark-claim-'));
const recorded = {};
const record = (name, value) => {
  recorded[name] = value;
};
try {
  const { signal } = new AbortController();
  const prepared = await scenario.setup?.({ tempDir, parameters: {} });
  await scenario.run({
    record,
    signal,
    tempDir,
    prepared,
    parameters: {},
    watch: (_label, stream) => stream,
  });
} finally {
  rmSync(tempDir, { recursive: true, force: true });
}
const { verdict, reading } = scenario.claim.rule({ recorded, counters: {}, parameters: {} });
process.stdout.write(JSON.stringify({ verdict, reading }));
process.exit();
