import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { UsageError } from '../../errors.ts';
import { makeFinding } from '../../test/doctor-builders.ts';
import type { Finding } from '../findings.ts';
import { isIgnored, readIgnoreFile } from './ignore-rules.ts';
import { readPackageRules } from './package-rules.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidemark-ignore-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function writeFile(name: string, content: unknown): string {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const at = (file: string, parts: Partial<Finding> = {}): Finding =>
  makeFinding({ site: { file: join(folder, file), line: 42, column: 9 }, ...parts });

describe('a file of exceptions', () => {
  test.each([
    ['the line', { site: 'src/export.ts:42' }, true],
    ['the line, whatever the column', { site: 'src/export.ts:42:1' }, true],
    ['another line', { site: 'src/export.ts:43' }, false],
    ['the file', { site: './src/export.ts' }, true],
    ['another file', { site: 'src/import.ts' }, false],
    ['the line, and its kind', { site: 'src/export.ts:42', kind: 'ignored-backpressure' }, true],
    ['the line, and another kind', { site: 'src/export.ts:42', kind: 'never-closed' }, false],
    ['a package between the line and Node', { package: 'pg' }, true],
    ['another package', { package: 'pg-copy-streams' }, false],
  ])('names %s', (_what, rule, expected) => {
    const rules = readIgnoreFile(writeFile('ignore.json', [rule]));
    expect(isIgnored(at('src/export.ts', { through: ['pg'] }), rules)).toBe(expected);
  });

  test('names the package that the line is in', () => {
    const rules = readIgnoreFile(writeFile('ignore.json', [{ package: '@scope/queue' }]));
    expect(isIgnored(at('node_modules/@scope/queue/index.js'), rules)).toBe(true);
  });

  test.each([
    ['not JSON', '[{'],
    ['not a list', { site: 'a.js' }],
    ['an exception of everything', [{ kind: 'never-closed' }]],
    ['a kind that there is not', [{ site: 'a.js', kind: 'leak' }]],
    ['a name that there is not', [{ file: 'a.js' }]],
    ['a number', [{ site: 12 }]],
  ])('is refused if it has %s', (_what, content) => {
    expect(() => readIgnoreFile(writeFile('ignore.json', content))).toThrow(UsageError);
  });
});

describe('the field `doctor` in package.json', () => {
  test('of a package that the line is in', () => {
    writeFile('node_modules/queue/package.json', { doctor: { ignore: [{ site: 'lib/a.js:42' }] } });
    const [own, other] = [at('node_modules/queue/lib/a.js'), at('node_modules/queue/lib/b.js')];
    expect(isIgnored(own, readPackageRules(own))).toBe(true);
    expect(isIgnored(other, readPackageRules(other))).toBe(false);
  });

  test('of a package between the line and Node, which names itself', () => {
    writeFile('package.json', { name: 'app' });
    writeFile('node_modules/queue/package.json', { doctor: { ignore: [{ package: 'queue' }] } });
    const through = at('src/export.ts', { through: ['queue'] });
    expect(isIgnored(through, readPackageRules(through))).toBe(true);
    const direct = at('src/export.ts');
    expect(isIgnored(direct, readPackageRules(direct))).toBe(false);
  });

  test('is passed over if it is wrong: the user cannot mend it', () => {
    writeFile('node_modules/queue/package.json', { doctor: { ignore: [{ kind: 'leak' }, null] } });
    expect(readPackageRules(at('node_modules/queue/lib/a.js'))).toEqual([]);
  });
});
