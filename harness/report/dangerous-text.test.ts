/** Whatever a scenario, a file or an error says, nothing that is shown or written becomes a command. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareValues } from '../compare/compare-values.ts';
import { packageRoot } from '../package-root.ts';
import { makeSampleRow, openSampleRows, renderLabelsCsv, renderRunsCsv } from '../store/csv.ts';
import { makeReading } from '../test/builders.ts';
import {
  dangerousText,
  makeDangerousComparison,
  makeDangerousDoctorReport,
  makeDangerousReport,
} from '../test/dangerous-text.ts';
import { parseXml } from '../test/parse-xml.ts';
import { renderBencher } from './ci/bencher.ts';
import { renderDoctorGithub } from './ci/doctor-github.ts';
import { renderDoctorJunit } from './ci/doctor-junit.ts';
import { renderDoctorMarkdown } from './ci/doctor-markdown.ts';
import { renderGithub } from './ci/github.ts';
import { renderGithubActionBenchmark } from './ci/github-action-benchmark.ts';
import { renderJson } from './ci/json.ts';
import { renderJsonText } from './ci/json-text.ts';
import { renderJunit } from './ci/junit.ts';
import { renderMarkdown } from './markdown/summary.ts';
import { renderAnswer } from './terminal/answer.ts';
import { renderDoctorReport } from './terminal/doctor-findings.ts';
import { ERASE_LINE, openTerminal, type Terminal } from './terminal/open-terminal.ts';
import { Progress } from './terminal/progress.ts';
import { renderOutput } from './terminal/scenario-output.ts';
import { renderScenario } from './terminal/scenario-report.ts';
import { renderComparison } from './terminal/verdict-table.ts';
import { makeSafe } from './text/terminal-text.ts';
import { wrapText } from './text/wrap-text.ts';

/** What a terminal wrote, on both outputs. */
function record(act: (terminal: Terminal) => void, env: NodeJS.ProcessEnv = {}): string {
  let written = '';
  const output = { write: (text: string) => (written += text), columns: 60, isTTY: env.CI === undefined };
  act(openTerminal({ stdout: output, stderr: output, env }));
  return written;
}

/** The oldest form of each rule, written without the regular expressions that are tested. */
function expectHarmless(log: string): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it matches them on purpose
  const plain = log.replaceAll(ERASE_LINE, '').replaceAll(/\u001b\[(?:1|2|22|31|32|33|36|39)m/g, '');
  for (const character of plain) {
    const code = character.codePointAt(0) ?? 0;
    const isControl =
      (code < 0x20 && character !== '\n' && character !== '\t') || (code >= 0x7f && code < 0xa0);
    const isFormatting =
      code === 0x61c || (code >= 0x2028 && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
    if (isControl || isFormatting) throw new Error(`U+${code.toString(16)} in ${JSON.stringify(log)}`);
  }
  for (const line of plain.split('\n')) {
    if (line.trimStart().startsWith('::')) throw new Error(`a command: ${JSON.stringify(line)}`);
    for (const command of ['##[', '##vso[', '##teamcity['])
      if (line.includes(command)) throw new Error(`a command: ${JSON.stringify(line)}`);
  }
}

const check = (property: (text: string) => void, numRuns = 200): void =>
  fc.assert(
    fc.property(dangerousText(), (text) => {
      property(text);
    }),
    { numRuns },
  );

describe.each([
  ['a terminal', {}],
  ['a log', { CI: 'true', NO_COLOR: '1' }],
])('in %s', (_name, env: NodeJS.ProcessEnv) => {
  test('no text that is printed or said is a command, also after it was wrapped and coloured', () => {
    check((text) => {
      const log = record(({ print, say, colors, width }) => {
        print(text);
        say(wrapText(colors.red(text), 12, '  '));
        print(wrapText(colors.yellow(text), width));
        say(`${colors.dim(text)}${text}`);
      }, env);
      expectHarmless(log);
    }, 500);
  });

  test('progress is not a command, wherever it is cut', () => {
    check((text) => {
      const log = record(({ progress }) => {
        const shown = new Progress(progress);
        const counts = { caseIndex: 1, caseTotal: 1, index: 1, total: 1, predictMs: () => undefined };
        shown.begin({ scenario: text, what: text, ...counts });
        shown.clear();
      }, env);
      expectHarmless(log);
    });
  });

  test('no table of results, comparison, output or finding is one', () => {
    check((text) => {
      const { results } = makeDangerousReport(text);
      const log = record((terminal) => {
        terminal.print(renderScenario(results, [], terminal));
        terminal.print(renderOutput(results, true, terminal));
        terminal.print(
          renderComparison(makeDangerousComparison(text), terminal, { verbose: true, by: 'ab' }),
        );
        for (const reported of REPORTED(text)) terminal.print(renderAnswer(reported, terminal));
        const style = {
          ...terminal,
          folder: '/',
          readSource: () => [{ line: 1, text, isSite: true }],
          isInterim: false,
        };
        terminal.say(renderDoctorReport(makeDangerousDoctorReport(text), style as never));
      }, env);
      expectHarmless(log);
    }, 100);
  });
});

const REPORTED = (text: string) =>
  [
    { kind: 'run', report: makeDangerousReport(text) },
    {
      kind: 'comparison',
      by: 'check',
      comparison: makeDangerousComparison(text),
      report: makeDangerousReport(text),
    },
  ] as const;

describe('a reporter', () => {
  test('escapes what it renders: the terminal has nothing left to change', () => {
    check((text) => {
      const doctor = makeDangerousDoctorReport(text);
      const rendered = REPORTED(text).flatMap((reported) => [
        ...[renderJson(reported), renderJunit(reported), renderMarkdown(reported)],
        ...[renderBencher(reported), renderGithubActionBenchmark(reported)],
      ]);
      const ofDoctor = [
        renderJsonText(doctor),
        renderDoctorJunit(doctor, '/'),
        renderDoctorMarkdown(doctor, '/'),
      ];
      for (const one of [...rendered, ...ofDoctor]) {
        expectHarmless(one);
        expect(makeSafe(one, false)).toBe(one);
      }
    }, 100);
  });

  test('of JSON writes what parses to the same data', () => {
    check((text) => {
      const report = makeDangerousReport(text);
      expect(JSON.parse(renderJson({ kind: 'run', report }))).toEqual(JSON.parse(JSON.stringify(report)));
    }, 50);
  });

  test('of JUnit writes XML', () => {
    check((text) => {
      for (const reported of REPORTED(text)) expect(() => parseXml(renderJunit(reported))).not.toThrow();
      expect(() => parseXml(renderDoctorJunit(makeDangerousDoctorReport(text), '/'))).not.toThrow();
    }, 50);
  });

  test('of annotations writes nothing but the commands of its own', () => {
    const annotation =
      /^::(?:error|warning|notice)(?: [a-zA-Z]+=[^:,\r\n]*(?:,[a-zA-Z]+=[^:,\r\n]*)*)?::[^\r\n]*$/;
    check((text) => {
      const doctor = renderDoctorGithub(makeDangerousDoctorReport(text), '/');
      for (const rendered of [...REPORTED(text).map((reported) => renderGithub(reported)), doctor])
        for (const line of rendered.split('\n')) {
          if (line === '') continue;
          expect(line).toMatch(annotation);
          expectHarmless(line.replace(/^::/, ''));
        }
    }, 100);
  });
});

describe('a cell of a spreadsheet', () => {
  test('cannot begin a formula, also behind white space, is harmless in a log, and adds no row', () => {
    check((text) => {
      const report = makeDangerousReport(text);
      const rows = openSampleRows(true);
      rows.write(makeSampleRow(0, text, 1, makeReading()));
      for (const csv of [renderRunsCsv(report), renderLabelsCsv(report), String(rows.read())]) {
        expectHarmless(csv);
        for (const cell of parseCsv(csv).flat()) {
          if (/^-?\d+(?:\.\d+)?$/.test(cell)) continue;
          expect(cell).not.toMatch(/^\s*[=+\-@＝＋－＠]/);
        }
        const widths = new Set(parseCsv(csv).map((row) => row.length));
        expect(widths.size).toBe(1);
      }
    }, 100);
  });
});

test('a comparison of values is harmless', () => {
  check((text) => {
    const report = makeDangerousReport(text);
    expectHarmless(renderJsonText(compareValues(report, { axis: 'node', against: undefined })));
  }, 30);
});

test('nothing else in the parent writes to its outputs', () => {
  const rooms = [
    'cli.ts',
    'catalogue',
    'commands',
    'compare',
    'gate-trials',
    'judge',
    'measure',
    'plan',
    'prepare',
  ];
  const others = ['command-line', 'doctor/outside', 'processes', 'report', 'runner', 'store', 'toolchain'];
  const files = [...rooms, ...others].flatMap((room) => listSources(join(packageRoot, 'harness', room)));
  expect(files.length).toBeGreaterThan(150);
  const writing = files.filter((file) =>
    /\b(?:process\.)?(?:stdout|stderr)\.write\(|\bconsole\.\w+\(|writeSync\([12],/.test(
      readFileSync(file, 'utf8'),
    ),
  );
  expect(writing.map((file) => relative(packageRoot, file)).sort()).toEqual(
    [
      join('harness', 'report', 'terminal', 'open-terminal.ts'),
      // These are scripts that another process runs.
      join('harness', 'catalogue', 'peers', 'compile-peer.ts'),
      join('harness', 'gate-trials', 'background-load.ts'),
      join('harness', 'toolchain', 'node', 'probe-node.ts'),
      join('harness', 'toolchain', 'node', 'probe-runtime.ts'),
    ].sort(),
  );
});

const listSources = (path: string): string[] =>
  path.endsWith('.ts')
    ? [path]
    : readdirSync(path, { withFileTypes: true })
        .filter(({ name }) => !name.endsWith('.test.ts'))
        .flatMap((entry) =>
          entry.isDirectory() || entry.name.endsWith('.ts') ? listSources(join(path, entry.name)) : [],
        );

/** RFC 4180. */
function parseCsv(csv: string): string[][] {
  const rows: string[][] = [[]];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gy;
  for (let match = cell.exec(csv); match !== null && cell.lastIndex <= csv.length; match = cell.exec(csv)) {
    rows.at(-1)?.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (cell.lastIndex === csv.length) break;
    if (match[3] !== ',') rows.push([]);
  }
  return rows.filter((row) => row.length > 0);
}
