import { expect, test } from 'vitest';
import { scenarioHeading } from './scenario-heading.ts';

test('a title is shown behind the name, unless it repeats it', () => {
  expect(scenarioHeading('upload (bench/upload.ts)', { scenario: 'upload', title: 'Uploads a file' })).toBe(
    'upload (bench/upload.ts)  Uploads a file',
  );
  expect(scenarioHeading('upload', { scenario: 'upload', title: 'upload' })).toBe('upload');
});
