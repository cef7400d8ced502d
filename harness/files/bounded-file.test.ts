import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { UsageError } from '../errors.ts';
import { parseBoundedJson, parseBoundedLines, readBoundedText } from './bounded-file.ts';

const REMEDIES = { where: 'give a file', damaged: 'measure again' };

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tidemark-test-'));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function write(content: string | Buffer): string {
  const path = join(root, 'file');
  writeFileSync(path, content);
  return path;
}

const read = (path: string): string => readBoundedText(path, REMEDIES);
const parse = (text: string): unknown => parseBoundedJson('a file', text, REMEDIES);

describe('a file is read', () => {
  test('without the byte order mark that an editor wrote', () => {
    expect(read(write('\ufeff{}'))).toBe('{}');
  });

  test.skipIf(process.platform === 'win32')('through a link to a regular file', () => {
    symlinkSync(write('text'), join(root, 'link'));
    expect(read(join(root, 'link'))).toBe('text');
  });
});

describe('a file is refused', () => {
  const refusalOf = (path: string): string => {
    try {
      read(path);
    } catch (error) {
      if (error instanceof UsageError) return error.message.replace(path, 'PATH');
      throw error;
    }
    throw new Error('it was read');
  };

  test('that is larger than 64 MiB, also where it takes no room on the disk', () => {
    const path = write('');
    // Of which no Buffer could have the content: it is refused before it is read.
    truncateSync(path, 16 * 1024 ** 3);
    expect(refusalOf(path)).toBe('PATH is larger than 64 MiB');
  });

  test.skipIf(process.platform !== 'linux')(
    'that the kernel does not let be read, although it was opened',
    () => {
      // The first page of an address space is never mapped.
      expect(refusalOf('/proc/self/mem')).toBe('PATH cannot be read: EIO: i/o error, read');
    },
  );

  test.each([
    ['little-endian', Buffer.from('\ufeff{}', 'utf16le')],
    ['big-endian', Buffer.from('\ufeff{}', 'utf16le').swap16()],
  ])('that is %s UTF-16, with what to give instead', (_name, bytes) => {
    expect(refusalOf(write(bytes))).toBe('PATH is UTF-16, as PowerShell writes it');
  });

  test('that is a folder, or does not exist', () => {
    mkdirSync(join(root, 'folder'));
    expect(refusalOf(join(root, 'folder'))).toMatch(/^PATH (?:is not a regular file|cannot be read)/);
    expect(refusalOf(join(root, 'none'))).toMatch(/^PATH cannot be read: ENOENT/);
  });

  describe.skipIf(process.platform === 'win32')('without waiting', () => {
    test('that is a pipe', () => {
      execFileSync('mkfifo', [join(root, 'pipe')]);
      expect(refusalOf(join(root, 'pipe'))).toBe('PATH is not a regular file');
    });

    test('that is a device, also behind a link', () => {
      symlinkSync('/dev/zero', join(root, 'zeros'));
      expect(refusalOf(join(root, 'zeros'))).toBe('PATH is not a regular file');
    });

    test('that is a link to itself', () => {
      symlinkSync('loop', join(root, 'loop'));
      expect(refusalOf(join(root, 'loop'))).toMatch(/^PATH cannot be read: ELOOP/);
    });
  });
});

describe('JSON', () => {
  test('is parsed like JSON.parse does, whatever is in its strings', () => {
    const text = fc.string({ unit: fc.constantFrom('"', '\\', '[', '{', ',', ']', '}', 'a', '\n') });
    fc.assert(
      fc.property(fc.jsonValue(), text, (value, inside) => {
        const json = JSON.stringify([value, inside, { [inside]: inside }]);
        expect(parse(json)).toEqual(JSON.parse(json));
      }),
      { numRuns: 200 },
    );
  });

  test('that is cut off anywhere is refused', () => {
    const json = JSON.stringify({ a: ['x"y\\', { b: 1 }], c: '[' });
    for (let length = 1; length < json.length; length += 1)
      expect(() => parse(json.slice(0, length))).toThrow('a file is not valid JSON');
  });

  test('that is not valid is refused without a word of what is in it', () => {
    const messageOf = (text: string): string => {
      try {
        parse(text);
        return '';
      } catch (error) {
        const { message, cause } = error as UsageError;
        expect(cause).toBeUndefined();
        return message;
      }
    };
    const secrets = ['SECRET:202', '{"a": SECRET', '["SECRET', '{"SECRET"}', '{"a":1}SECRET', '"\nSECRET"'];
    for (const text of secrets) expect(messageOf(text)).toMatch(/^a file is not valid JSON/);
    for (const text of secrets) expect(messageOf(text)).not.toContain('SECRET');
    expect(messageOf('{"SECRET"}')).toMatch(/ at position 9/);
    expect(messageOf('[1,')).toBe('a file is not valid JSON: it ends too early');
    expect(messageOf(' at position 7 SECRET at position 8')).not.toContain('SECRET');
  });

  test('that is nested deeper than 100 levels is refused before it is parsed, which would take 40 times its size', () => {
    const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;
    expect(() => parse(nested(100))).not.toThrow();
    expect(() => parse(nested(101))).toThrow('a file is nested more than 100 levels deep');
    expect(() => parse('{"a":'.repeat(1_000_000))).toThrow('a file is nested more than 100 levels deep');
  });

  test('with more objects than fit into 224 MiB is refused before it is parsed', () => {
    // 3 bytes, 128 for the object and 32 for its place in the array: 1,441,052 of them.
    const objects = (count: number): string => `[${'{},'.repeat(count)}0]`;
    expect(() => parse(objects(1_500_000))).toThrow('a file has too many values: 1500000');
    expect(() => parse(objects(1000))).not.toThrow();
  });

  test('with more strings than fit is refused, and its keys are none', () => {
    // 4 bytes, 48 for the string and 32 for its place: 2,796,202 of them.
    expect(() => parse(`[${'"a",'.repeat(2_900_000)}0]`)).toThrow('a file has too many values: 2900000');
    expect(() => parse(JSON.stringify(Array(10).fill({ key: 'value' })))).not.toThrow();
  });

  test('in lines is parsed line by line, without one that was cut off, and the refusal names the line', () => {
    expect(parseBoundedLines('a file', '1\n{"a":2}\n{"a"', REMEDIES)).toEqual([1, { a: 2 }]);
    expect(() => parseBoundedLines('a file', '1\n{\n', REMEDIES)).toThrow(
      'line 2 of a file is not valid JSON',
    );
    expect(parseBoundedLines('a file', '', REMEDIES)).toEqual([]);
  });
});
