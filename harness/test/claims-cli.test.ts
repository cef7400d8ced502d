/** `claims` as a whole: what it measures, prints and stores, and how it ends. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findClaimTopics, listClaims, listNames } from '../catalogue/built-in.ts';
import { readClaimSources, readExperiment } from '../catalogue/claims.ts';
import { loadScenarios } from '../catalogue/load-scenarios.ts';
import { claimsReportSchema } from '../claims/claim-schema.ts';
import { EXIT } from '../errors.ts';
import { compiled } from '../package-root.ts';
import { readReport } from '../store/read-report.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidemark-claims-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Ended {
  readonly code: unknown;
  readonly stdout: string;
  readonly stderr: string;
}

const tidemark = (...args: readonly string[]): Promise<Ended> =>
  new Promise((resolve) => {
    execFile(
      process.execPath,
      [compiled('harness/cli.js'), ...args, '--results', folder],
      (error, stdout, stderr) => resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });

test('a claim is measured twice, and its answer is in the report of the invocation', async () => {
  const { code, stdout } = await tidemark('claims', '--id', 'pool-applies-to-all', '--json');
  expect(code).toBe(EXIT.pass);
  const { nodes, claims, repeats, sources } = claimsReportSchema.parse(JSON.parse(stdout));
  expect({ nodes, repeats }).toEqual({ nodes: [process.versions.node], repeats: 2 });
  expect(claims).toMatchObject([
    {
      ...{ id: 'pool-applies-to-all', topic: 'pool', source: ['001'] },
      answers: { [process.versions.node]: { verdict: 'false' } },
    },
  ]);
  expect(sources).toEqual({ '001': readClaimSources()['001'] });
  const [id = ''] = readdirSync(folder).filter((name) => name.startsWith('20'));
  const { request, results } = readReport(id, folder);
  expect(request.command).toBe('claims');
  expect(results[0]?.claim?.verdict).toBe('false');
  expect(results[0]?.runs.map(({ kind, ruling }) => [kind, ruling?.verdict])).toEqual([
    ['measure', 'false'],
    ['measure', 'false'],
  ]);
  // Only all claims together are what is true on this Node.
  expect(existsSync(join(folder, 'claims'))).toBe(false);
});

test('an explanation has the statement, the source, the verdict, the readings, the experiment and the rule', async () => {
  const { stdout } = await tidemark('claims', '--id', 'pool-many-slabs', '--explain');
  const headings = stdout.split('\n').filter((line) => /^[A-Z]/.test(line));
  expect(headings).toEqual([
    'Source',
    'Verdict',
    'Readings',
    'Experiment: scenarios/claims/pool/pool-many-slabs.ts',
    'Rule',
  ]);
  expect(stdout).toContain('Buffers and Memory Layout');
  expect(stdout).toContain('alive: 1 · 1');
  expect(stdout).toContain('record(');
  expect(stdout).toContain("verdict: alive > 1 ? 'true' : 'false'");
  expect(stdout.match(/verdict: alive/g)).toHaveLength(1);
});

test('a claim whose run crashes is not measured, and says why', async () => {
  const breaks = '--import=data:text/javascript,Buffer.allocUnsafe=()=>{throw new Error("no memory today")}';
  const args = ['--id', 'pool-avoids-os-calls', '--repeats', '1', `--node-flag=${breaks}`];
  const { code, stdout } = await tidemark('claims', ...args);
  expect(code).toBe(EXIT.notMeasured);
  expect(stdout).toMatch(/^ {2}not measured {2}/m);
  expect(stdout).toContain('no memory today');
});

test('a claim is a scenario that `run` runs as any other', async () => {
  const { code, stdout } = await tidemark('run', '-s', 'pool-8kb', '--runs', '1', '--no-profile');
  expect(code).toBe(EXIT.pass);
  expect(stdout).toMatch(/^claim: (true|false); a Buffer of 1 byte is a view of a slab/m);
});

test('a claim that does not exist is refused, with a suggestion', async () => {
  const { code, stderr } = await tidemark('claims', '--id', 'pool-8kp');
  expect(code).toBe(EXIT.usage);
  expect(stderr).toContain('did you mean pool-8kb?');
});

test('a claim that has the name of another scenario is selected by a prefix', async () => {
  expect(listClaims().filter((name) => listNames().includes(name))).toEqual(['slab-retention']);
  const [scenario, claim] = await loadScenarios(['slab-retention', 'claim:slab-retention']);
  expect([scenario?.claim, claim?.claim?.rule]).toEqual([undefined, 'function']);
});

test('every claim has a statement, a known source, and the name of its file', async () => {
  const claims = await loadScenarios(listClaims().map((id) => `claim:${id}`));
  const sources = readClaimSources();
  for (const { name, claim } of claims) {
    expect(findClaimTopics().has(name), name).toBe(true);
    expect(claim?.statement, name).toMatch(/^\S.*\.$/);
    expect(
      claim?.source.filter((key) => !Object.hasOwn(sources, key)),
      name,
    ).toEqual([]);
    expect(claim?.source, name).not.toEqual([]);
  }
});

test('a claim whose two runs differ is uncertain, and --strict makes that an exit code', async () => {
  // Every other process has a pool of another size.
  const file = JSON.stringify(join(folder, 'seen'));
  const changes = `import fs from "node:fs";
    if (fs.existsSync(${file})) {
      fs.rmSync(${file});
      const { buffer } = Buffer.allocUnsafe(1);
      Buffer.poolSize = Buffer.poolSize === 8192 ? 65536 : 8192;
      while (Buffer.allocUnsafe(512).buffer === buffer);
    } else fs.writeFileSync(${file}, "");`;
  const flag = `--node-flag=--import=data:text/javascript,${encodeURIComponent(changes)}`;
  const { code, stdout } = await tidemark('claims', '--id', 'pool-8kb', '--strict', flag);
  expect(code).toBe(EXIT.inconclusive);
  expect(stdout).toMatch(/^ {2}uncertain {5}The pool of Buffers/m);
  expect(stdout).toMatch(/its 2 runs differ: (true in 1, false in 1|false in 1, true in 1)/);
});

test('an interruption names the claims that it left without all their runs, and gives them no verdict', async () => {
  const results = join(folder, 'interrupted');
  const args = ['claims', '--id', 'pipe-flowing,pipe-steps', '--repeats', '100', '--json'];
  const child = spawn(process.execPath, [compiled('harness/cli.js'), ...args, '--results', results]);
  const stdout = text(child.stdout);
  const closed = once(child, 'close');
  const hasRun = () =>
    existsSync(results) && readdirSync(results).some((id) => existsSync(join(results, id, 'journal.ndjson')));
  while (!hasRun()) await new Promise(setImmediate);
  child.kill('SIGINT');
  expect(await closed).toEqual([EXIT.interrupted, null]);
  const { claims, notReached } = claimsReportSchema.parse(JSON.parse(await stdout));
  expect({ claims, notReached }).toEqual({ claims: [], notReached: ['pipe-flowing', 'pipe-steps'] });
});

test('a claim about time reads CPU time: other work on the machine adds to every other clock', async () => {
  const claims = await loadScenarios(listClaims().map((id) => `claim:${id}`));
  const timed = claims.filter(({ claim }) => claim?.isTiming === true).map(({ name }) => name);
  expect(timed).toContain('use-allocunsafe-for-tcp');
  const ofOtherClocks = timed.filter((id) => /performance|hrtime|Date/.test(readExperiment(id).text));
  expect(ofOtherClocks).toEqual([]);
});
