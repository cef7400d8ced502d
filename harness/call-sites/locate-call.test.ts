import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { transformSync } from 'esbuild';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { compiled, packageRoot } from '../package-root.ts';
import type { StackFrame } from '../protocol.ts';
import { locateCall } from './locate-call.ts';

let project = '';
beforeEach(() => {
  project = realpathSync(mkdtempSync(join(tmpdir(), 'tidemark-test-')));
  writeFileSync(join(project, 'package.json'), '{}');
});
afterEach(() => {
  rmSync(project, { recursive: true, force: true });
});

const frame = (file: string, rest: Partial<StackFrame> = {}): StackFrame => ({
  file,
  line: 3,
  column: 7,
  ...rest,
});
const locate = (...frames: readonly StackFrame[]) => locateCall({ method: 'write', frames });

test('the site is the first frame of the program, relative to its project', () => {
  const site = { file: 'lib/parse.js', line: 3, column: 7, functionName: 'onRow' };
  expect(locate(frame(join(project, 'lib/parse.js'), { functionName: 'onRow' }), frame('/other.js'))).toEqual(
    {
      method: 'write',
      site,
    },
  );
  expect(locate(frame(pathToFileURL(join(project, 'lib/parse.js')).href)).site?.file).toBe('lib/parse.js');
});

test.each([
  ['csv-parse', 'node_modules/csv-parse/lib/index.js'],
  ['@scope/csv', 'node_modules/@scope/csv/index.js'],
  ['inner', 'node_modules/outer/node_modules/inner/index.js'],
  ['pino', 'node_modules/.pnpm/pino@9.0.0/node_modules/pino/pino.js'],
])('a call that %s made for the program is through it', (through, path) => {
  const frames = [frame(join(project, path)), frame(join(project, 'main.js'))];
  expect(locate(...frames)).toMatchObject({ through, site: { file: 'main.js' } });
});

test('a package that no line of the program called has no site', () => {
  expect(locate(frame(join(project, 'node_modules/csv-parse/index.js')))).toEqual({
    method: 'write',
    through: 'csv-parse',
  });
});

test('a call without a frame was made by Node, and frames of the harness are not of the program', () => {
  expect(locate()).toEqual({ method: 'write' });
  expect(locate(frame(compiled('harness/meter/writable-meter.js')))).toEqual({ method: 'write' });
  expect(locate(frame(pathToFileURL(compiled('harness/child/entry.js')).href))).toEqual({ method: 'write' });
});

test('a scenario that comes with tidemark is relative to its folder', () => {
  const path = join(packageRoot, 'scenarios/writable/ignore-drain.ts');
  expect(locate(frame(path)).site?.file).toBe('scenarios/writable/ignore-drain.ts');
});

describe('a compiled file', () => {
  const SOURCE = 'interface Row { id: number }\n\nexport const go = (s: any, row: Row) => s.write(row);\n';
  /** Of `write` in the source, from 1. */
  const AT = { line: 3, column: SOURCE.split('\n')[2]?.indexOf('write') ?? -1 };

  function compile(sourcemap: 'inline' | 'external'): StackFrame {
    const file = join(project, 'out/parse.js');
    mkdirSync(dirname(file));
    const { code, map } = transformSync(SOURCE, { loader: 'ts', sourcemap, sourcefile: '../src/parse.ts' });
    writeFileSync(`${file}.map`, map);
    writeFileSync(file, sourcemap === 'inline' ? code : `${code}\n//# sourceMappingURL=parse.js.map\n`);
    const lines = code.split('\n');
    const line = lines.findIndex((text) => text.includes('s.write'));
    return frame(file, { line: line + 1, column: (lines[line] ?? '').indexOf('write') + 1 });
  }

  test.each(['inline', 'external'] as const)('with an %s source map is shown as its source', (kind) => {
    expect(locate(compile(kind)).site).toEqual({
      file: 'src/parse.ts',
      line: AT.line,
      column: AT.column + 1,
    });
  });

  test('whose map is broken or missing is shown as it is', () => {
    for (const [name, url] of [
      ['broken', 'data:application/json,{'],
      ['missing', 'none.map'],
    ]) {
      const file = join(project, `${name}.js`);
      writeFileSync(file, `go();\n//# sourceMappingURL=${url}\n`);
      expect(locate(frame(file)).site).toEqual({ file: `${name}.js`, line: 3, column: 7 });
    }
  });

  test('is not read if it is not a regular file', () => {
    expect(locate(frame('/dev/zero')).site).toMatchObject({ line: 3, column: 7 });
  });
});
