import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { UsageError } from '../../errors.ts';
import { renderDoctorReport } from '../../report/terminal/doctor-findings.ts';
import { makeColors } from '../../report/text/colors.ts';
import { makeFlood, makeThread } from '../../test/doctor-builders.ts';
import { listPlaces, replaceAt, strangeValue } from '../../test/replace-at.ts';
import { examineSnapshots } from './examine-snapshots.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tidemark-test-'));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const SNAPSHOT = makeThread({ sites: [makeFlood()] });
const STYLE = { colors: makeColors(false), width: 80, folder: '/', readSource: () => [], isInterim: false };

function examine(snapshot: unknown): string {
  writeFileSync(join(root, '7-0-0.json'), JSON.stringify(snapshot));
  return renderDoctorReport(examineSnapshots(root, []), STYLE);
}

test('what a doctor wrote is diagnosed', () => {
  expect(examine(SNAPSHOT)).toContain('export.js:42');
});

test('a snapshot without a figure that this version needs is refused, as one of another version', () => {
  const { memory, ...rest } = SNAPSHOT;
  const { arrayBuffersBytes: _bytes, ...now } = memory.now;
  const { liveArrayBuffersBytes: _live, ...peak } = memory.peak;
  for (const one of [{ now }, { peak }])
    expect(() => examine({ ...rest, memory: { ...memory, ...one } })).toThrow('of another version');
});

test('whatever is put in place of a value, the folder is diagnosed or refused', () => {
  fc.assert(
    fc.property(fc.constantFrom(...listPlaces(SNAPSHOT)), strangeValue, (place, value) => {
      try {
        examine(replaceAt(SNAPSHOT, place, value));
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
      }
    }),
    { numRuns: 200 },
  );
});
