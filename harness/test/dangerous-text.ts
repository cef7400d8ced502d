/** Text that tries to control what shows it, for the tests of everything that is shown or written. */
import fc from 'fast-check';
import type { ReportComparison } from '../compare/verdict.ts';
import type { DoctorReport } from '../doctor/findings.ts';
import type { CaseResult, Report, RunResult } from '../result.ts';
import { makeCase, makeCounters, makeEnvironment, makeReport, makeRun } from './builders.ts';
import { makeCompared, makeComparison, makeMetric, makeMissing } from './comparison-builders.ts';
import { makeDoctorReport, makeFinding } from './doctor-builders.ts';

const PIECES = [
  ...[
    '::error::x',
    '::',
    ':',
    '##[error]x',
    '##[',
    '#',
    '##vso[task.complete]',
    '##teamcity[x]',
    '::add-mask::a',
  ],
  ...['\n', '\r', '\r\n', '\t', '\v', '\f', '\u0085', '\u2028', '\u2029', ' ', '\u00a0', '\u3000', '\ufeff'],
  ...[
    '\u001b[31m',
    '\u001b[39m',
    '\u001b[2J',
    '\u001b]0;t\u0007',
    '\u009b31m',
    '\u0000',
    '\b',
    '\u007f',
    '\u202e',
  ],
  ...[
    '=1+1',
    '+1',
    '-1',
    '@x',
    "'",
    '"',
    ',',
    ';',
    '|',
    '`',
    '<script>',
    '&',
    ']]>',
    '[x](http://a)',
    '%0A',
    '%',
  ],
  ...['a', 'word', '上传', '🌊', '\ud800', '\udc00', '\\', '$(x)', '…', '__proto__'],
];

/** Up to 60 pieces, often with so many words that every renderer has to break the line. */
export const dangerousText = (): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 60 }).map((pieces) => pieces.join(''));

const makeDangerousRun = (text: string): RunResult =>
  makeRun({
    parameters: { [text]: text },
    outcome: {
      ...{ state: 'crashed', phase: 'run', exitCode: null, signal: text, reason: text },
      ...{ frames: [text], stderrLines: [text, text] },
    },
    counters: {
      [text]: {
        ...makeCounters({ writesAfterFalse: 3, peakBufferedBytes: 5 }),
        firstAfterFalse: {
          ...{ method: text, through: text },
          site: { file: text, line: 1, column: 1, functionName: text },
        },
      },
    },
    recorded: { [text]: 1 },
    checks: [{ text, passed: false }],
    output: { bytes: 9, file: text, isCut: true, lastLines: [text] },
  } as Partial<RunResult>);

const makeDangerousCase = (text: string): CaseResult => {
  const run = makeDangerousRun(text);
  return makeCase({
    ...{ scenario: text, file: text, title: text, pairedWith: text, node: text },
    ...{ parameters: { [text]: text }, parameterKinds: { [text]: 'choice' }, runs: [run] },
    labels: Object.entries(run.counters ?? {}).map(([label, counted]) => ({ label, ...counted })),
    tags: [text],
    expectations: [
      { text, passed: false },
      { text, notJudged: text },
    ],
    warnings: [{ code: text, message: text }],
  });
};

const makeDangerousEnvironment = (text: string): Report['environment'] =>
  makeEnvironment({
    ...{ node: text, v8: text, uv: text, execPath: text, flags: [text], platform: text, arch: text },
    ...{ kernel: text, cpuModel: text, gitCommit: text },
  });

/** Every text in it is the given one. */
export const makeDangerousReport = (text: string): Report =>
  makeReport({
    ...{ id: text, argv: [text], environment: makeDangerousEnvironment(text) },
    results: [makeDangerousCase(text), makeDangerousCase(`${text}2`)],
  });

export function makeDangerousComparison(text: string): ReportComparison {
  const side = { parameters: { [text]: text }, parameterKinds: { [text]: 'choice' as const }, node: text };
  const identity = { id: text, label: text, startedAt: text, environment: makeDangerousEnvironment(text) };
  return makeComparison({
    ...{ a: identity, b: identity },
    environmentDifferences: [{ field: text, a: text, b: text }] as ReportComparison['environmentDifferences'],
    cases: [
      makeCompared({
        ...{ scenario: text, title: text, a: side, b: side },
        metrics: [
          makeMetric({ metric: text, verdict: 'regression', reason: text }),
          makeMetric({ metric: text, verdict: 'inconclusive', reason: text }),
        ],
      }),
    ],
    missing: [makeMissing({ scenario: text, parameters: { [text]: text }, node: text, reason: text })],
    ...{ isComparable: false, reasons: [text], verdict: 'regression' },
  });
}

export const makeDangerousDoctorReport = (text: string): DoctorReport =>
  makeDoctorReport({
    ...{ command: [text, text], exit: { code: 1, signal: text, reason: text }, nodeVersion: text },
    findings: [
      makeFinding({
        site: { file: `/${text}`, line: 1, column: 1, function: text },
        ...{ through: [text], method: text, streamClass: text, missing: text },
      }),
    ],
    notCovered: [text],
  });
