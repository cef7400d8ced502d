import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { compileScenario } from '../catalogue/compile-scenario.ts';
import { compiled, packageRoot } from '../package-root.ts';

let tempDir = '';
beforeEach(() => {
  tempDir = mkdtempSync(join(tmpdir(), 'tidemark-test-'));
});
afterEach(() => {
  rmSync(tempDir, { recursive: true });
});

/** What a child prints that is run by hand, with a scenario whose peer is a file of TypeScript. */
async function runByHand(peer: string): Promise<string> {
  const scenarioUrl = await compileScenario(join(packageRoot, 'harness/test/fixtures/needs-a-peer.ts'));
  const request = {
    ...{ scenarioUrl, parameters: { peer }, sampleIntervalMs: null, rounds: 1, tempDir },
    ...{ watchesParent: false, standalone: true },
  };
  const args = ['--expose-gc', compiled('harness/child/entry.cjs'), JSON.stringify(request)];
  const { stdout } = await promisify(execFile)(process.execPath, args).catch(
    (error: { stdout: string }) => error,
  );
  return stdout;
}

test('a child that is run by hand compiles its peer, and talks to it', async () => {
  expect(await runByHand('answers')).toContain('"type": "final"');
});

test('a child that is run by hand says why its peer cannot be started', async () => {
  const printed = await runByHand('does-not-exist');
  expect(printed).toContain('"type": "failure"');
  expect(printed).toMatch(/there is no file .*does-not-exist\.ts/);
});
