import { describe, expect, test } from 'vitest';
import { makeDoctorReport, makeFinding } from '../../test/doctor-builders.ts';
import { parseXml } from '../../test/parse-xml.ts';
import { renderDoctorGithub } from './doctor-github.ts';
import { renderDoctorJunit } from './doctor-junit.ts';
import { renderDoctorMarkdown } from './doctor-markdown.ts';
import { prepareDoctorReports } from './doctor-reports.ts';

const HOSTILE = '::error::a,b:c\n##[error] ]]> <b> "q" | `code` @octocat %0A \u001b[31m';
const hostile = makeFinding({
  site: { file: `/app/${HOSTILE}`, line: 1, column: 2, function: HOSTILE },
  streamClass: HOSTILE,
  missing: HOSTILE,
});
const REPORT = makeDoctorReport({ findings: [makeFinding(), makeFinding({ level: 'note' })] });

describe('github', () => {
  test('an annotation is at the line, relative to the checkout', () => {
    const [first, second] = renderDoctorGithub(REPORT, '/app').split('\n');
    expect(first).toMatch(
      /^::error file=src\/export\.ts,line=42,col=9,title=write\(\) on a WriteStream does/,
    );
    expect(second).toMatch(/^::notice file=src\/export\.ts,line=42/);
  });

  test('there are at most ten, and the last one counts the rest', () => {
    const findings = Array.from({ length: 12 }, () => makeFinding());
    const lines = renderDoctorGithub(makeDoctorReport({ findings }), '/app').split('\n');
    expect(lines).toHaveLength(10);
    expect(lines.at(-1)).toContain('and 3 more');
  });

  test('no text ends its property or begins another command', () => {
    const lines = renderDoctorGithub(makeDoctorReport({ findings: [hostile] }), '/app').split('\n');
    expect(lines).toHaveLength(1);
    const [, properties = ''] = /^::error (.*?)::/.exec(lines[0] ?? '') ?? [];
    expect(properties.split(',').map((property) => property.replace(/=.*/, ''))).toEqual([
      'file',
      'line',
      'col',
      'title',
    ]);
  });

  test('nothing wrong has no annotation', () => {
    expect(renderDoctorGithub(makeDoctorReport(), '/app')).toBe('');
  });
});

describe('junit', () => {
  test('an alarm has failed, and a note is skipped', () => {
    const [suite] = parseXml(renderDoctorJunit(REPORT, '/app')).children;
    expect(suite?.attributes).toMatchObject({ tests: '2', failures: '1', skipped: '1' });
    expect(suite?.children.map(({ children }) => children.map(({ name }) => name))).toEqual([
      ['failure'],
      ['skipped'],
    ]);
  });

  test('nothing wrong is a test that has passed', () => {
    const [suite] = parseXml(renderDoctorJunit(makeDoctorReport(), '/app')).children;
    expect(suite?.attributes).toMatchObject({ tests: '1', failures: '0' });
    expect(suite?.children).toMatchObject([{ attributes: { name: 'nothing wrong found' }, children: [] }]);
  });

  test('any text leaves it well-formed', () => {
    const report = makeDoctorReport({ findings: [hostile], notCovered: [HOSTILE] });
    expect(() => parseXml(renderDoctorJunit(report, '/app'))).not.toThrow();
  });
});

describe('markdown', () => {
  test('a row for each finding, below how much they explain', () => {
    const text = renderDoctorMarkdown(REPORT, '/app');
    expect(text).toContain('the findings explain 32 MiB of 40 MiB');
    expect(text.match(/^\| (alarm|note) \| `exportRow \(src\/export\.ts:42:9\)` \|/gm)).toHaveLength(2);
  });

  test('no text ends a cell', () => {
    const text = renderDoctorMarkdown(makeDoctorReport({ findings: [hostile] }), '/app');
    const row = text.split('\n').find((line) => line.startsWith('| alarm')) ?? '';
    // Five cells.
    expect(row.split(/(?<!\\)\|/)).toHaveLength(7);
    expect(row).not.toContain('<b>');
  });

  test('it has no more bytes than a comment may have', () => {
    const findings = Array.from({ length: 500 }, () => makeFinding());
    const text = renderDoctorMarkdown(makeDoctorReport({ findings }), '/app', 5000);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(5000);
    expect(text).toContain('more');
  });
});

test('what is refused is named as it was typed, and what has no file goes to stderr', () => {
  const refusal = (options: Parameters<typeof prepareDoctorReports>[0]): unknown => {
    try {
      return prepareDoctorReports(options);
    } catch (error) {
      return error;
    }
  };
  expect(refusal({ reporters: [], jsonFile: '/dev/null' })).toMatchObject({
    message: '--json /dev/null is not a file that can be written',
    hint: 'give the name of a file',
  });
  expect(refusal({ reporters: [{ name: 'junit', file: '/dev/null' }], jsonFile: undefined })).toMatchObject({
    message: '--reporter junit=/dev/null is not a file that can be written',
    hint: 'give the name of a file; --reporter junit alone prints to stderr',
  });
});
