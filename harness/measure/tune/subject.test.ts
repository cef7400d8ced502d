import { expect, test } from 'vitest';
import { bytes, choice, count, KiB, volume } from '../../scenario.ts';
import { makeScenario } from '../../test/builders.ts';
import { findParameter } from './subject.ts';

const PARAMETERS = {
  sink: choice(['file', 'memory']),
  highWaterMark: bytes([64 * KiB, KiB]),
  batch: count([8]),
  volume: volume(1024 * KiB),
};
const scenario = makeScenario({ parameters: PARAMETERS });

test('highWaterMark is tuned unless another parameter is named', () => {
  expect(findParameter(scenario, undefined)).toEqual({
    ...{ name: 'highWaterMark', kind: 'bytes', defaultValue: 64 * KiB },
  });
  expect(findParameter(scenario, 'batch')).toEqual({ name: 'batch', kind: 'count', defaultValue: 8 });
});

test('the only size or number is tuned without its name', () => {
  const { batch, sink } = PARAMETERS;
  expect(findParameter(makeScenario({ parameters: { sink, batch } }), undefined).name).toBe('batch');
});

test.each([
  ['batches', /has no parameter batches/, /batch/],
  ['sink', /sink is not a size or a number/, /highWaterMark, batch/],
])('--parameter %s is refused', (named, message, hint) => {
  const refused = (): unknown => findParameter(scenario, named);
  expect(refused).toThrow(message);
  expect(refused).toThrow(expect.objectContaining({ hint: expect.stringMatching(hint) }));
});

test('a scenario with several others has to be told which, and one without any cannot be tuned', () => {
  const { batch, sink } = PARAMETERS;
  const two = makeScenario({ parameters: { batch, size: bytes([1]) } });
  expect(() => findParameter(two, undefined)).toThrow(
    expect.objectContaining({ hint: expect.stringContaining('--parameter batch or --parameter size') }),
  );
  expect(() => findParameter(makeScenario({ parameters: { sink } }), undefined)).toThrow(/can be tuned/);
});
