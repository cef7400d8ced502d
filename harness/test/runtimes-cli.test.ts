/** Bun and Deno from the command line. What a binary decides is tested where it is; a Node that says it is Bun decides the rest. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EXIT } from '../errors.ts';
import { reportSchema } from '../report-schema.ts';
import type { CaseResult, Report } from '../result.ts';
import { CommandLine, findRunFolder } from './command-line.ts';
import { FOUND_RUNTIMES, withRuntime } from './find-runtimes.ts';

/** What it says of itself when it is asked, and otherwise Node. */
const SAYS_BUN = `#!/bin/sh
if [ "$1" != -e ]; then exec '${process.execPath}' "$@"; fi
cat <<'END'
${JSON.stringify({
  versions: { node: '26.3.0', bun: '1.4.5', webkit: 'd6375c' },
  execPath: '/EXEC',
  ...{ defaultHighWaterMarkBytes: 65_536, bufferPoolSizeBytes: 8192 },
})}
END
`;

const SCENARIOS = {
  leak: `expect: { growth: 'linear', metric: 'retainedArrayBuffersBytes' }, run() {}`,
  limited: `limits: { peakHeapUsedBytes: 1 }, run() {}`,
  'reads-memory': `expect: { checks: ({ recorded }) => ({ 'nothing is held': recorded.heldBytes === 0 }) },
    run: ({ record }) => record('heldBytes', 0 * process.memoryUsage().arrayBuffers)`,
  web: `expect: { checks: ({ counters }) => ({ 'it is counted': counters.web !== undefined }) },
    async run({ watch }) {
      const web = watch('web', new WritableStream());
      const writer = web.getWriter();
      await writer.write(new Uint8Array(1000));
    }`,
  http: `expect: { checks: ({ counters: { response } }) => ({
      'all is counted, or nothing': response === undefined || response.bytesIn === 1000 }) },
    async run({ watch }) {
      const { createServer } = process.getBuiltinModule('http');
      const server = createServer((_, response) => { watch('response', response).end(Buffer.alloc(1000)); });
      await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
      const got = await fetch('http://127.0.0.1:' + server.address().port);
      await got.arrayBuffer();
      await new Promise((resolve) => { server.close(resolve); server.closeAllConnections?.(); });
    }`,
};

const commandLine = new CommandLine('runtimes');
let saysBun = '';
beforeAll(() => {
  saysBun = join(commandLine.root, 'says-bun');
  writeFileSync(saysBun, SAYS_BUN.replace('/EXEC', saysBun), { mode: 0o700 });
  for (const [name, body] of Object.entries(SCENARIOS))
    writeFileSync(join(commandLine.root, `${name}.mjs`), `export default { ${body} };\n`);
});
afterAll(() => commandLine.remove());

async function run(scenarios: string, binary: string, ...words: readonly string[]) {
  const ofBinary = binary === process.execPath ? [] : ['--runtime', binary];
  const results = commandLine.makeResultsRoot();
  const args = ['run', '--scenario', scenarios, ...ofBinary, '--results', results, ...words];
  const { code, stderr } = await commandLine.run(args);
  return { code, stderr: stderr.replace(/\s+/g, ' '), results };
}

function readReport(results: string): Report {
  return reportSchema.parse(JSON.parse(readFileSync(join(findRunFolder(results), 'report.json'), 'utf8')));
}

/** Everything that a report says of runs that was read from V8. */
const ofV8 = ({ runs }: CaseResult): unknown[] =>
  runs.flatMap(({ memory, gc, eventLoop, live, sampling, timeline, rounds }) => {
    const { rssBytes: _, rssSource: __, ...peak } = memory?.peak ?? {};
    const { peak: ___, ...readings } = memory ?? {};
    return [gc, eventLoop, live, sampling, timeline, rounds, ...Object.values({ ...peak, ...readings })];
  });

const codesOf = (one: CaseResult | undefined): string[] => (one?.warnings ?? []).map(({ code }) => code);

describe.skipIf(process.platform === 'win32')('another runtime than Node', () => {
  test('is named in the report, and has no figure that only Node has', async () => {
    const { code, results } = await run('await-drain', saysBun, '--no-growth');
    expect(code).toBe(EXIT.pass);
    const { environment, request, results: cases } = readReport(results);
    expect(environment).toMatchObject({
      ...{ node: 'Bun 1.4.5', v8: '–', execPath: saysBun },
      runtime: { name: 'Bun', version: '1.4.5', node: '26.3.0' },
    });
    expect(request).toMatchObject({ nodes: [], runtimes: [saysBun], profileRuns: 0 });
    expect(cases.map(({ node }) => node)).toEqual(['Bun 1.4.5']);
    expect(cases.flatMap(ofV8).filter((figure) => figure !== undefined)).toEqual([]);
    expect(codesOf(cases[0])).toContain('other-runtime');
    expect(cases[0]?.summary.peakBufferedBytes?.median).toBe(65_536);
    expect(cases[0]?.summary.peakRssBytes?.median).toBeGreaterThan(0);
    expect(cases[0]?.runs.map(({ kind }) => kind)).toEqual(['measure', 'measure', 'measure']);
  });

  test('is not held to memory: that is refused before anything runs, with the list', async () => {
    const { code, stderr } = await run('./leak.mjs,./limited.mjs,await-drain', saysBun);
    expect(code).toBe(EXIT.usage);
    expect(stderr).toContain('leak: growth of retainedArrayBuffersBytes (Bun 1.4.5); limited: limit peak');
    expect(stderr).not.toContain('results in');
    const limited = await run('await-drain', saysBun, '--limit', 'peakLiveHeapUsedBytes=1GiB');
    expect(limited).toMatchObject({ code: EXIT.usage });
    expect(limited.stderr).toContain('await-drain: limit peakLiveHeapUsedBytes (Bun 1.4.5)');
  });

  test('passes no check of a scenario that reads its memory', async () => {
    const { code, results } = await run('./reads-memory.mjs', saysBun, '--runs', '1');
    expect(code).toBe(EXIT.notMeasured);
    const [one] = readReport(results).results;
    expect(one?.expectations).toEqual([
      { text: 'nothing is held', notJudged: expect.stringContaining('process.memoryUsage()') },
    ]);
    expect(codesOf(one)).toContain('false-memory-read');
    expect((await run('./reads-memory.mjs', process.execPath, '--quick')).code).toBe(EXIT.pass);
  });

  test('is compared with itself, by check as well, and never with Node', async () => {
    const [first, ofNode] = [
      await run('await-drain', saysBun, '--no-growth'),
      await run('await-drain', process.execPath, '--no-growth', '--no-profile'),
    ];
    const compare = (...paths: string[]) => commandLine.run(['compare', ...paths.map(findRunFolder)]);
    const refused = await compare(first.results, ofNode.results);
    expect(refused.code).toBe(EXIT.notComparable);
    const major = process.versions.node.split('.')[0];
    expect(refused.stdout).toContain(`not comparable: runtimes differ: Bun 1 in A, Node ${major} in B`);
    expect((await compare(first.results, first.results)).code).toBe(EXIT.pass);

    const baseline = join(findRunFolder(first.results), 'report.json');
    const check = (...words: string[]) =>
      commandLine.run([
        'check',
        '--baseline',
        baseline,
        '--results',
        commandLine.makeResultsRoot(),
        ...words,
      ]);
    expect(await check('--runtime', saysBun)).toMatchObject({ code: EXIT.pass });
    const unnamed = await check();
    expect(unnamed.code).toBe(EXIT.usage);
    expect(unnamed.stderr).toContain(`give them yourself (--runtime ${saysBun})`);
    const ofNodes = join(findRunFolder(ofNode.results), 'report.json');
    const wrong = await commandLine.run(['check', '--baseline', ofNodes, '--runtime', saysBun]);
    expect(wrong.code).toBe(EXIT.notComparable);
    expect(wrong.stderr).toContain('runtimes differ: Node');
  });
});

test('ab does not measure another runtime, and says what does', async () => {
  const { code, stderr } = await commandLine.run(['ab', '-s', 'await-drain', '--runtime', 'bun']);
  expect(code).toBe(EXIT.usage);
  expect(stderr).toContain('--runtime is an option of tidemark run, tidemark check');
});

test('--node refuses Bun and Deno still, and names --runtime', async () => {
  if (process.platform === 'win32') return;
  const { code, stderr } = await commandLine.run(['run', '-s', 'await-drain', '--node', saysBun]);
  expect(code).toBe(EXIT.usage);
  expect(stderr).toContain('is not Node');
});

const COUNTED = ['peakBufferedBytes', 'bytesDelivered', 'writesAfterFalse', 'pushesAfterFalse', 'drains'];

/** By scenario, what is counted, over all streams and by label. */
const countedOf = ({ results }: Report) =>
  results.map(({ scenario, summary, growth, labels = [] }) => [
    scenario,
    growth?.verdict,
    COUNTED.map((name) => summary[name]?.median),
    labels.map(({ label, bytesIn, bytesOut, peakBufferedBytes }) => [
      label,
      bytesIn,
      bytesOut,
      peakBufferedBytes,
    ]),
  ]);

/** A Writable, wrong and right; a Readable; a pipeline into a file; a transform. */
const SAME = 'ignore-drain,await-drain,push-ignore-false,copy-pipeline,limited-deflate';

const measureSame = async (binary: string) => {
  const volumes = ['--param', 'volume=4MiB', '--growth-volume', '32MiB', '--runs', '1', '--no-profile'];
  const { code, results } = await run(SAME, binary, ...volumes);
  return { code, report: readReport(results) };
};
let onNode: ReturnType<typeof measureSame> | undefined;

describe.each(FOUND_RUNTIMES)('%s', (name, path = '') => {
  const isMissing = path === '';

  test.skipIf(isMissing)(`counts the same as Node, with growth: ${withRuntime(name)}`, async () => {
    onNode ??= measureSame(process.execPath);
    const [here, { code, report }] = [await onNode, await measureSame(path)];
    expect(code).toBe(here.code);
    expect(report.environment.runtime?.name).toBe(name);
    expect(countedOf(report)).toEqual(countedOf(here.report));
    expect(report.results.flatMap(ofV8).filter((figure) => figure !== undefined)).toEqual([]);
  });

  test.skipIf(isMissing)(
    `has no figures of a Web Stream, and passes nothing of it: ${withRuntime(name)}`,
    async () => {
      const { code, results } = await run('./web.mjs', path, '--runs', '1');
      const [one] = readReport(results).results;
      expect(code).toBe(EXIT.failed);
      expect(one?.runs[0]).toMatchObject({ counters: {}, outcome: { state: 'completed' } });
      for (const counted of COUNTED) expect(one?.summary).not.toHaveProperty(counted);
      expect(codesOf(one)).toContain('web-stream-not-counted');
    },
  );

  test.skipIf(isMissing)(
    `counts all of an HTTP response, or says that it does not: ${withRuntime(name)}`,
    async () => {
      const { code, results } = await run('./http.mjs', path, '--runs', '1');
      const [one] = readReport(results).results;
      expect(code).toBe(EXIT.pass);
      expect(one?.runs[0]?.counters?.response?.bytesIn).toBe(name === 'Bun' ? undefined : 1000);
      expect(codesOf(one).includes('http-message-not-counted')).toBe(name === 'Bun');
    },
  );
});
