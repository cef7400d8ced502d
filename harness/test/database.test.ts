/** The scenarios with a database, run by the compiled program: SQLite everywhere, PostgreSQL where it is installed. */
import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findPostgres } from '../../scenarios/support/database/find-postgres.ts';
import { EXIT } from '../errors.ts';
import { compiled } from '../package-root.ts';
import { reportSchema } from '../report-schema.ts';
import { hasPassed } from '../result.ts';
import { KiB, MiB } from '../scenario.ts';

const PAIR = 'tcp-to-database,tcp-to-database-unbounded';
const VOLUME_BYTES = 4 * MiB + 1 * KiB;
const postgres = findPostgres();

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tidemark-database-'));
  // A server that root starts runs as another user, who needs access to its files.
  chmodSync(root, 0o711);
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true, maxRetries: 3 });
});

async function measure(words: readonly string[]) {
  const quick = ['--runs', '1', '--no-growth', '--no-profile', '--json', '--results', join(root, 'results')];
  const args = [compiled('harness/cli.js'), ...quick, ...words];
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, TMPDIR: root };
  const { code, stdout } = await new Promise<{ code: unknown; stdout: string }>((resolve) => {
    execFile(process.execPath, args, { cwd: root, env, maxBuffer: 16 * MiB }, (error, stdout) =>
      resolve({ code: error === null ? 0 : error.code, stdout }),
    );
  });
  return { code, results: reportSchema.parse(JSON.parse(stdout)).results };
}

async function expectAllStored(database: string): Promise<void> {
  const { code, results } = await measure(
    ['--scenario', PAIR, '--param', `database=${database}`].concat('--param', `volume=${VOLUME_BYTES}`),
  );
  expect(results.map(({ scenario }) => scenario)).toEqual(PAIR.split(','));
  for (const { runs, expectations } of results) {
    expect(runs.map(({ outcome }) => outcome)).toEqual([{ state: 'completed' }]);
    // 1024 records of 4 KiB, and one of 1 KiB.
    expect(runs[0]?.recorded).toMatchObject({ storedRows: 1025, storedBytes: VOLUME_BYTES });
    expect(expectations.filter((one) => !hasPassed(one))).toEqual([]);
  }
  expect(code).toBe(EXIT.pass);
}

/** The processes whose current folder is that of this test. A process that has ended and was not waited for has none. */
function listProcessesInside(): string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readlinkSync(`/proc/${pid}/cwd`).startsWith(join(root, 'tidemark-'));
    } catch {
      return false;
    }
  });
}

test('SQLite has every record in the end, with and without backpressure', async () => {
  await expectAllStored('sqlite');
});

describe.skipIf(postgres === undefined)(`PostgreSQL (${postgres ?? 'skipped: not installed'})`, () => {
  test('has every record in the end, with and without backpressure', async () => {
    await expectAllStored('postgres');
  });

  test.runIf(process.platform === 'linux')('is stopped after a run that timed out', async () => {
    const endless = ['--param', 'database=postgres', '--param', 'volume=1TiB', '--timeout', '5s'];
    const measured = measure(['--scenario', 'tcp-to-database', ...endless]);
    await expect.poll(listProcessesInside).not.toEqual([]);
    const { results } = await measured;
    expect(results[0]?.runs.map(({ outcome }) => outcome.state)).toEqual(['timed-out']);
    await expect.poll(listProcessesInside).toEqual([]);
    expect(readdirSync(root)).toEqual(['results']);
  });
});
