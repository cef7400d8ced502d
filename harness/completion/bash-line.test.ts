import { expect, test } from 'vitest';
import { readBashLine } from './bash-line.ts';

/** As bash has it by default. */
const BREAKS = ' \t\n"\'><=;|&(:';

const read = (line: string, breaks = BREAKS) => readBashLine(line, breaks);

test('the words are those behind the program, and the last one is completed', () => {
  expect(read('tidemark run -s a')).toMatchObject({ words: ['run', '-s'], current: 'a' });
  expect(read('tidemark run ')).toMatchObject({ words: ['run'], current: '' });
  expect(read('tidemark ')).toMatchObject({ words: [], current: '' });
});

test('quotes and backslashes are those of the shell', () => {
  expect(read(`tidemark run "a b" 'c d' e\\ f`)).toMatchObject({
    words: ['run', 'a b', 'c d'],
    current: 'e f',
  });
  expect(read('tidemark "a b')).toMatchObject({ words: [], current: 'a b' });
  expect(read("tidemark 'a\\")).toMatchObject({ current: 'a\\' });
});

test('bash replaces only what is behind the last break', () => {
  expect(read('tidemark run --scenario=aw').insert('--scenario=await-drain')).toBe('await-drain');
  expect(read('tidemark run -p sink=file,m').insert('sink=file,memory')).toBe('file,memory');
  expect(read('tidemark run -p hw').insert('highWaterMark=')).toBe('highWaterMark=');
  expect(read('tidemark run -p a=b', ' ').insert('a=bc')).toBe('a=bc');
});

test('what the shell would take apart is escaped, except inside quotes', () => {
  expect(read('tidemark run -s my').insert('my dir/$(x).ts')).toBe('my\\ dir/\\$\\(x\\).ts');
  expect(read('tidemark run -s my\\ d').insert('my dir/')).toBe('my\\ dir/');
  expect(read('tidemark run -s "my d').insert('my dir/')).toBe('my dir/');
});
