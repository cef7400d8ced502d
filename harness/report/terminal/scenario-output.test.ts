import { expect, test } from 'vitest';
import { makeCase, makeRun } from '../../test/builders.ts';
import { makeColors } from '../text/colors.ts';
import { renderOutput } from './scenario-output.ts';

const STYLE = { width: 60, colors: makeColors(false) };
const printed = (line: string, index = 0) => ({
  output: { bytes: 12, file: `output/${index}.txt`, isCut: false, lastLines: ['before', line] },
});
const CRASHED = {
  outcome: { state: 'crashed', phase: 'run', exitCode: 1, signal: null, reason: '', stderrLines: [] },
} as const;

test('a scenario that printed nothing is not mentioned', () => {
  expect(renderOutput([makeCase({ runs: [makeRun()] })], true, STYLE)).toBe('');
});

test('the amount of output is shown, and where it is saved', () => {
  const result = makeCase({ runs: [makeRun(printed('hello')), makeRun(printed('hello')), makeRun()] });
  expect(renderOutput([result], false, STYLE)).toBe(
    'scenario output: 2 of 3 runs printed 24 B, saved in output/\n  of the results folder',
  );
});

test('the last lines are shown with --verbose', () => {
  const text = renderOutput([makeCase({ runs: [makeRun(printed('hello'))] })], true, STYLE);
  expect(text.split('\n').slice(-3)).toEqual([
    '  the last lines of output/0.txt:',
    '  | before',
    '  | hello',
  ]);
});

test('the last lines of a failed run are shown without it', () => {
  const runs = [makeRun(printed('fine')), makeRun({ ...CRASHED, ...printed('no such table', 1) })];
  expect(renderOutput([makeCase({ runs })], false, STYLE)).toContain('  | no such table');
});

test('the last lines are shown if an expectation failed', () => {
  const expectations = [{ text: 'all bytes are delivered', passed: false }];
  const result = makeCase({ runs: [makeRun(printed('3 bytes short'))], expectations });
  expect(renderOutput([result], false, STYLE)).toContain('  | 3 bytes short');
});

test('what a scenario prints cannot control the terminal or a CI service, and is cut to the width', () => {
  const line = `::error::no \u001b[2J${'x'.repeat(100)}`;
  const text = renderOutput([makeCase({ runs: [makeRun(printed(line))] })], true, STYLE);
  expect(text).not.toContain('\u001b');
  expect(text).not.toMatch(/^\s*::/m);
  for (const each of text.split('\n')) expect(each.length).toBeLessThanOrEqual(60);
});
