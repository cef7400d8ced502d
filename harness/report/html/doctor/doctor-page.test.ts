import { expect, test } from 'vitest';
import type { DoctorReport } from '../../../doctor/findings.ts';
import { MiB } from '../../../test/builders.ts';
import { makeDangerousDoctorReport } from '../../../test/dangerous-text.ts';
import { makeDoctorMemory, makeDoctorReport, makeFinding } from '../../../test/doctor-builders.ts';
import { attribute, type Element, parseHtml, textOf } from '../../../test/parse-html.ts';
import { renderDoctorPage } from './doctor-page.ts';

const SOURCE = ['for (const row of rows) {', '\tout.write(row);', '}'];

const OVER_TIME = {
  process: { pid: 7, thread: 0 },
  isCollected: true,
  readings: [1, 2, 3].map((step) => ({
    afterMs: 100 * step,
    arrayBuffersBytes: 10 * step * MiB,
    heapUsedBytes: 5 * MiB,
    rssBytes: (50 + 10 * step) * MiB,
    // In the last, strings are in the queue as well.
    bufferedBytes: step === 3 ? 40 * MiB : 8 * step * MiB,
  })),
};

const render = (report: DoctorReport, source = SOURCE): Element[] =>
  parseHtml(
    renderDoctorPage({
      report,
      ...{ version: '1.2.3', folder: '/app', assets: { style: 'a {}', script: ';' } },
      readSource: ({ line }) =>
        source.map((text, index) => ({ line: line - 1 + index, text, isSite: index === 1 })),
    }),
  );

const find = (page: readonly Element[], tag: string): Element[] =>
  page.filter(({ tagName }) => tagName === tag);

test('the counts come first, and each finding has its line between its neighbours and its evidence', () => {
  const page = render(makeDoctorReport({ findings: [makeFinding(), makeFinding({ level: 'note' })] }));
  expect(textOf(find(page, 'p')[1] as Element)).toBe('1 alarm, 1 note');
  const sections = find(page, 'section').filter((one) => attribute(one, 'class') === 'case');
  expect(sections.map((one) => attribute(one, 'id'))).toEqual(['finding-1', 'finding-2']);
  const text = textOf(sections[0] as Element);
  expect(text).toContain('at exportRow (src/export.ts:42:9)');
  expect(text).toContain('  41 | for (const row of rows) {\n> 42 |   out.write(row);\n  43 | }');
  expect(text).toMatch(/missing\s*no 'drain' was awaited[\s\S]*calls[\s\S]*buffered/);
  expect(text).toContain("await once(stream, 'drain')");
});

test('memory over time is stacked by what explains it, and adds up to the RSS', () => {
  const memory = makeDoctorMemory({ overTime: OVER_TIME });
  const page = render(makeDoctorReport({ findings: [makeFinding()], memory }));
  const areas = find(page, 'path').filter((one) => attribute(one, 'class')?.startsWith('area '));
  expect(areas.map((one) => attribute(one, 'class')?.split(' ')[1])).toEqual([
    ...['in-queues', 'other-buffers', 'on-heap', 'other-rss'],
  ]);
  const cells = find(page, 'td').filter((one) => attribute(one, 'data-n') !== undefined);
  const figures = cells.map((one) => Number(attribute(one, 'data-n')) / MiB);
  // Queues, other arrayBuffers, heap, other RSS: 60, 70 and 80 MiB in all.
  expect(figures).toEqual([8, 2, 5, 45, 16, 4, 5, 45, 30, 0, 5, 45]);
});

test('a program with nothing wrong is a page that says so', () => {
  const page = render(makeDoctorReport());
  expect(textOf(find(page, 'p')[1] as Element)).toBe('nothing wrong found');
});

test('nothing that a program or its source says is markup', () => {
  const shape = (text: string): string =>
    render(makeDangerousDoctorReport(text), [text, text, text])
      .map(({ tagName, attrs }) => `${tagName} ${attrs.map(({ name }) => name).join(' ')}`)
      .join();
  expect(shape(`</pre></script><img src=x onerror=alert(1)>'"`)).toBe(shape('word'));
});
