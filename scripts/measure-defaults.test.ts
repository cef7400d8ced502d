/** The table of defaults on the catalogue page. */
import { expect, test } from 'vitest';
import { readDefaultMarks } from '../harness/report/markdown/default-marks.ts';
import { measureDefaults } from './measure-defaults.ts';

const TABLE = readDefaultMarks();
const majorOf = (version: string): string => version.split('.')[0] ?? '';
const version = Object.keys(TABLE).find((measured) => majorOf(measured) === majorOf(process.versions.node));

test('the table has each major that is supported, once', () => {
  expect(Object.keys(TABLE).map(majorOf)).toEqual(['20', '22', '24', '26']);
});

test.runIf(version !== undefined)(
  'this Node has the defaults of the table: `npm run docs:defaults -- 22 24 26` writes it',
  { timeout: 60_000 },
  async () => {
    const [recorded] = Object.values(await measureDefaults([process.execPath]));
    expect(recorded).toEqual(TABLE[version ?? '']);
  },
);
