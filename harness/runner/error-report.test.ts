import { expect, test } from 'vitest';
import { compiled } from '../package-root.ts';
import { DEBUGGER_LINE, dropErrorReport, listFrames, withoutDebuggerLine } from './error-report.ts';

const FAILURE = {
  name: 'TypeError',
  message: 'no row',
  stack: `TypeError: no row
    at fail (/project/row.ts:2:40)
    at Timeout._onTimeout (/project/row.ts:9:3)
    at listOnTimeout (node:internal/timers:573:17)
    at main (file://${compiled('harness/child/entry.js')}:10:3)`,
};
const STACK = FAILURE.stack.split('\n');

test('the frames of an error are those of the program', () => {
  expect(listFrames(FAILURE)).toEqual([
    'at fail (/project/row.ts:2:40)',
    'at Timeout._onTimeout (/project/row.ts:9:3)',
  ]);
  expect(listFrames({ name: 'thrown value', message: 'null' })).toEqual([]);
});

test("Node's report of the error is left out, and what the program printed stays", () => {
  const report = [
    '/project/row.ts:2',
    '  throw new TypeError();',
    '        ^',
    '',
    ...STACK,
    '',
    'Node.js v20.20.2',
  ];
  expect(dropErrorReport(['before', ...report, 'of a peer'], FAILURE)).toEqual(['before', 'of a peer']);
  // Empty lines are not kept in a tail, and the source of a line is not always known.
  expect(dropErrorReport(['before', ...STACK, 'after'], FAILURE)).toEqual(['before', 'after']);
});

test('lines without such a report stay as they are', () => {
  const lines = ['TypeError: another', '    at other'];
  expect(dropErrorReport(lines, FAILURE)).toEqual(lines);
  expect(dropErrorReport(lines, undefined)).toEqual(lines);
});

test("the line that Node prints about the sampler's session is not output of the program", () => {
  const strip = (text: string): string => withoutDebuggerLine(Buffer.from(text)).toString();
  expect(strip(`é\n${DEBUGGER_LINE}\n`)).toBe('é\n');
  expect(strip(`${DEBUGGER_LINE}\n`)).toBe('');
  expect(strip(`${DEBUGGER_LINE} and more\n`)).toBe(`${DEBUGGER_LINE} and more\n`);
  expect(strip('a')).toBe('a');
});
