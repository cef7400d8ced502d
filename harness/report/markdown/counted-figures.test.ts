import { expect, test } from 'vitest';
import { MiB } from '../../test/builders.ts';
import { renderCounted } from './counted-figures.ts';

test('each figure is shown with the words and the unit of its metric', () => {
  const figures = { peakBufferedBytes: 256 * MiB, pushesAfterFalse: 16_380, drains: 0 };
  expect(renderCounted(figures)).toBe(
    'peak buffered **256 MiB**, pushes after false **16,380**, drains **0**',
  );
});

test('recorded figures are shown without their prefix, and sizes by their name', () => {
  const figures = {
    'recorded.maxInFlight': 8192,
    'recorded.maxInFlightBytes': 3 * MiB,
    'recorded.bytesCopied': 512,
  };
  expect(renderCounted(figures)).toBe(
    'max in flight **8192**, max in flight **3 MiB**, bytes copied **512 B**',
  );
});

test('a recorded figure that begins with `is` is shown as yes or no', () => {
  expect(renderCounted({ 'recorded.isClosed': 1, 'recorded.isOpen': 0 })).toBe(
    'is closed **yes**, is open **no**',
  );
});
