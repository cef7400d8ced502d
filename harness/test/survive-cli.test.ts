/** The smallest memory of a case, from its file to the answer, with real children. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { EXIT } from '../errors.ts';
import type { SurviveReport } from '../survive/survive-report.ts';
import { CommandLine, findRunFolder } from './command-line.ts';
import { fixturePath } from './fixtures/support/run-fixture.ts';

const MIB = 1024 * 1024;
const commandLine = new CommandLine('survive');
afterAll(() => commandLine.remove());

const scenario = fixturePath(join('..', 'fixtures-cli', 'holds-memory'));

test('a case that holds 24 MiB of heap needs a little more, and fails with less', async () => {
  const resultsRoot = commandLine.makeResultsRoot();
  const { code, stdout, stderr } = await commandLine.run([
    ...['survive', '--scenario', scenario, '--memory', 'heap', '--quick', '--runs', '1'],
    ...['--results', resultsRoot],
  ]);
  expect(stdout).toMatch(/^holds-memory: /);
  expect(stdout).toMatch(/^ {2}V8 heap: \d+ MiB is enough, \d+ MiB not \(--max-old-space-size=\d+\)$/m);
  expect(code).toBe(EXIT.pass);
  const folder = findRunFolder(resultsRoot);
  expect(stderr).toContain(`results in ${folder}\n`);
  expect(readdirSync(folder)).toContain('survive.json');

  const report: SurviveReport = JSON.parse(readFileSync(join(folder, 'survive.json'), 'utf8'));
  expect(report).toMatchObject({ schemaVersion: 1, complete: true });
  const [answer] = report.results[0]?.answers ?? [];
  expect(answer).toMatchObject({ kind: 'heap', enforcedBy: 'v8', state: 'found' });
  expect(answer?.needBytes).toBeGreaterThan(24 * MIB);
  expect(answer?.failsAtBytes).toBeLessThan(answer?.needBytes ?? 0);
  expect(answer?.trials.filter(({ isSuccess }) => !isSuccess).length).toBeGreaterThan(0);
});

test('a case that never completes has no answer, and exits with 3', async () => {
  const { code, stdout } = await commandLine.run([
    ...['survive', '--scenario', scenario, '--max-memory', '1MiB', '--json'],
    ...['--results', commandLine.makeResultsRoot()],
  ]);
  expect(code).toBe(EXIT.notMeasured);
  expect(JSON.parse(stdout).results).toMatchObject([{ answers: [], outcome: { state: 'over-limit' } }]);
});
