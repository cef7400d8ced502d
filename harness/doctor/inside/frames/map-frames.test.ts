import { afterEach, expect, test } from 'vitest';
import { mapFrames } from './map-frames.ts';

const { prepareStackTrace } = Error;
afterEach(() => {
  Error.prepareStackTrace = prepareStackTrace as NonNullable<typeof prepareStackTrace>;
});

const makeFrames = () => [{ file: '/app/a (1).ts', line: 9, column: 14, functionName: 'flood' }];

test('who maps stacks as source-map-support does is asked', () => {
  // It copies the methods of a call site by their names on its prototype.
  const wrapCallSite = (site: NodeJS.CallSite): string => {
    const names = Object.getOwnPropertyNames(Object.getPrototypeOf(site));
    expect(names).toEqual(expect.arrayContaining(['getFileName', 'isNative', 'isEval', 'getEvalOrigin']));
    return `${site.getFunctionName()} (${site.getFileName()}:${(site.getLineNumber() ?? 0) + 4}:10)`;
  };
  Error.prepareStackTrace = (_error, sites) =>
    `Error: mapped\n${sites.map((site) => `    at ${wrapCallSite(site)}`).join('\n')}`;
  expect(mapFrames(makeFrames())).toEqual([
    { file: '/app/a (1).ts', line: 13, column: 10, functionName: 'flood' },
  ]);
});

test("a program's own function is not called", () => {
  let calls = 0;
  Error.prepareStackTrace = () => {
    calls += 1;
    return '/app/b.ts:1:1';
  };
  expect(mapFrames(makeFrames())).toEqual(makeFrames());
  expect(calls).toBe(0);
});
