import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { UsageError } from '../errors.ts';
import { openInBrowser } from '../page/open-in-browser.ts';
import { openTerminal } from '../report/terminal/open-terminal.ts';
import { makeCase, makeReport } from '../test/builders.ts';
import { report } from './report.ts';

let root = '';
let printed = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tidemark-report-'));
  mkdirSync(join(root, 'one'));
  writeFileSync(join(root, 'one', 'report.json'), JSON.stringify(makeReport()));
  printed = '';
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function makePage(
  named: string | readonly [string, string],
  out?: string,
  by?: string,
  trace?: string,
  caseText?: string,
): Promise<number> {
  const output = { write: (text: string) => (printed += text) };
  const terminal = openTerminal({ stdout: output, stderr: output, env: {} });
  return report(
    {
      ...({ command: 'report', opens: false, trace, out, caseText, resultsRoot: root } as const),
      reports: typeof named === 'string' ? [named] : named,
      by: by === undefined ? undefined : { axis: by, reference: undefined },
    },
    terminal,
  );
}

test('the page is written beside the report, and its path is printed', async () => {
  expect(await makePage('one')).toBe(0);
  expect(readdirSync(join(root, 'one')).sort()).toEqual(['report.html', 'report.json']);
  expect(printed).toBe(`${join(root, 'one', 'report.html')}\n`);
  expect(readFileSync(join(root, 'one', 'report.html'), 'utf8')).toContain('ignore-drain');
});

test('the page of a file with another name has that name', async () => {
  writeFileSync(join(root, 'main.json'), JSON.stringify(makeReport()));
  await makePage(join(root, 'main.json'));
  expect(readdirSync(root).sort()).toEqual(['main.html', 'main.json', 'one']);
});

test('--out names another file, but neither the report nor a folder', async () => {
  await makePage('one', join(root, 'page.html'));
  expect(readdirSync(root)).toContain('page.html');
  await expect(makePage('one', join(root, 'one', 'report.json'))).rejects.toThrow(
    '--out is the report itself',
  );
  await expect(makePage('one', join(root, 'one'))).rejects.toThrow('--out is a folder');
  await expect(makePage('one', join(root, 'none', 'page.html'))).rejects.toMatchObject({
    ...{ name: 'ResultsError', option: '--out' },
  });
});

test('a report that is cut or of another version is refused', async () => {
  const text = JSON.stringify(makeReport());
  for (const content of [text.slice(0, -9), text.replace('"schemaVersion":1', '"schemaVersion":2')]) {
    writeFileSync(join(root, 'one', 'report.json'), content);
    await expect(makePage('one')).rejects.toThrow(UsageError);
  }
  expect(readdirSync(join(root, 'one'))).toEqual(['report.json']);
});

test('two reports are compared in a page beside the second, and so are the sides of an A/B comparison', async () => {
  mkdirSync(join(root, 'two', 'a'), { recursive: true });
  mkdirSync(join(root, 'two', 'b'));
  for (const side of ['a', 'b'])
    writeFileSync(join(root, 'two', side, 'report.json'), JSON.stringify(makeReport({ id: `of-${side}` })));
  expect(await makePage(['one', join(root, 'two', 'b')])).toBe(0);
  expect(printed).toBe(`${join(root, 'two', 'b', 'compare.html')}\n`);
  printed = '';
  expect(await makePage('two')).toBe(0);
  expect(printed).toBe(`${join(root, 'two', 'compare.html')}\n`);
  expect(readFileSync(join(root, 'two', 'compare.html'), 'utf8')).toContain('A: of-a, B: of-b');
  await expect(makePage('two', undefined, 'node')).rejects.toThrow(
    '--by compares the values of an axis within',
  );
  await expect(makePage(['one', 'two'])).rejects.toThrow('no report.json in');
});

test('the axis of --by comes first, and the page names the axes that it does not compare', async () => {
  const results = Array.from({ length: 60 }, (_, index) =>
    makeCase({
      parameters: { chunkSize: 1024 * (1 + (index >> 1)), sink: index % 2 === 0 ? 'file' : 'memory' },
      parameterKinds: { chunkSize: 'bytes', sink: 'choice' },
    }),
  );
  writeFileSync(join(root, 'one', 'report.json'), JSON.stringify(makeReport({ results })));
  await makePage('one');
  const readPage = (): string => readFileSync(join(root, 'one', 'report.html'), 'utf8');
  // 30 tables would compare the sinks, and 2 the sizes.
  expect(readPage()).toContain('<summary>chunkSize, compared with 1 KiB</summary>');
  expect(readPage()).toContain(
    'too many tables: the values of sink. <code>tidemark report REPORT --by sink</code>',
  );
  await makePage('one', undefined, 'sink');
  expect(readPage()).toContain('<h2>Values of sink, compared with file</h2>');
  expect(readPage().indexOf('id="requested"')).toBeLessThan(readPage().indexOf('id="overview"'));
  expect(readPage()).not.toContain('too many tables');
});

test('--case shows the cases whose name contains a text, as the page names them', async () => {
  const results = ['file', 'memory', 'socket'].map((sink) =>
    makeCase({ parameters: { sink }, parameterKinds: { sink: 'choice' } }),
  );
  writeFileSync(join(root, 'one', 'report.json'), JSON.stringify(makeReport({ results })));
  const show = (text: string) => makePage('one', undefined, undefined, undefined, text);
  await show('Sink  FILE');
  const page = readFileSync(join(root, 'one', 'report.html'), 'utf8');
  expect(page).toContain('Only the cases whose name contains “Sink  FILE” are on this page: 1 of 3.');
  expect(page.match(/<section class="case"/g)).toHaveLength(1);
  expect(page).toContain('<dd>file</dd>');
  await expect(show('nothing')).rejects.toMatchObject({
    message: 'no case of the report has a name that contains nothing',
    hint: 'its cases: ignore-drain [sink file]; ignore-drain [sink memory]; ignore-drain [sink socket]',
  });
});

test('a browser is started without a shell, and a missing one is said', async () => {
  const path = join(root, 'a & b.html');
  const seen = join(root, 'seen');
  const script = `require('node:fs').writeFileSync(${JSON.stringify(`${seen}.part`)}, process.argv[1]); require('node:fs').renameSync(${JSON.stringify(`${seen}.part`)}, ${JSON.stringify(seen)})`;
  expect(await openInBrowser(path, [process.execPath, '-e', script])).toBe(true);
  await expect.poll(() => readdirSync(root)).toContain('seen');
  expect(readFileSync(seen, 'utf8')).toBe(pathToFileURL(path).href);
  expect(await openInBrowser(path, [join(root, 'no-such-program')])).toBe(false);
});

test('--trace writes a trace as well, and says what is missing from it', async () => {
  expect(await makePage('one', undefined, undefined, join(root, 'trace.json'))).toBe(0);
  expect(printed).toBe(
    `${join(root, 'trace.json')}\nthere is no samples.csv: the trace has runs and collections only\n${join(root, 'one', 'report.html')}\n`,
  );
  expect(JSON.parse(readFileSync(join(root, 'trace.json'), 'utf8'))).toMatchObject({
    otherData: { report: makeReport().id },
  });
  const itself = join(root, 'one', 'report.json');
  await expect(makePage('one', undefined, undefined, itself)).rejects.toThrow('--trace is the report itself');
});

test('a trace in the place of the page is refused before either is written', async () => {
  const beside = join(root, 'one', 'report.html');
  await expect(makePage('one', undefined, undefined, beside)).rejects.toThrow('--trace is the page');
  const same = join(root, 'same.html');
  await expect(makePage('one', same, undefined, same)).rejects.toThrow('--trace is the page');
  expect(readdirSync(root)).toEqual(['one']);
  expect(readdirSync(join(root, 'one'))).toEqual(['report.json']);
});

test('two reports that cannot be compared get a page, and it is said why it shows no difference', async () => {
  mkdirSync(join(root, 'two'));
  const other = makeReport({ results: [makeCase({ scenario: 'another' })] });
  writeFileSync(join(root, 'two', 'report.json'), JSON.stringify(other));
  expect(await makePage(['one', 'two'])).toBe(0);
  const path = join(root, 'two', 'compare.html');
  expect(printed).toBe(`not comparable: no case was run on both sides\n${path}\n`);
  const page = readFileSync(path, 'utf8');
  expect(page).toContain('<strong>not comparable</strong>: no case was run on both sides</p>');
  expect(page.match(/no case was run on both sides/g)).toHaveLength(1);
});
