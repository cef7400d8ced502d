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
  const figures = { 'recorded.pinnedBytes': 3 * MiB, 'recorded.bytesCopied': 512 };
  expect(renderCounted(figures)).toBe('pinned **3 MiB**, bytes copied **512 B**');
});

test('a size whose count has the same name says which of them is the size', () => {
  const figures = { 'recorded.maxInFlight': 8192, 'recorded.maxInFlightBytes': 3 * MiB };
  expect(renderCounted(figures)).toBe('max in flight **8192**, max in flight (bytes) **3 MiB**');
});

test('a recorded name that is not an identifier stays as it is, as code, and cannot end a cell of a table', () => {
  const figures = { 'recorded.Readable.from({ objectMode: true }) readableObjects': 16, 'recorded.a|b': 1 };
  expect(renderCounted(figures)).toBe(
    '`Readable.from({ objectMode: true }) readableObjects` **16**, <code>a&#124;b</code> **1**',
  );
});

test('a recorded figure that begins with `is` is shown as yes or no', () => {
  expect(renderCounted({ 'recorded.isClosed': 1, 'recorded.isOpen': 0 })).toBe(
    'is closed **yes**, is open **no**',
  );
});
