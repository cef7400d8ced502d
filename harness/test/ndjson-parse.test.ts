/** The parser of the scenario ndjson-parse, which people copy: wherever its chunks are cut, and whatever the lines are. */
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { parseLines } from '../../scenarios/transform/ndjson-parse.ts';
import { MiB } from '../scenario.ts';

async function parse(text: string, chunkSize: number): Promise<unknown[]> {
  const values: unknown[] = [];
  for await (const { value } of parseLines(Readable.from(cut(Buffer.from(text), chunkSize))))
    values.push(value);
  return values;
}

function* cut(bytes: Buffer, chunkSize: number): Generator<Buffer> {
  for (let start = 0; start < bytes.length; start += chunkSize)
    yield bytes.subarray(start, start + chunkSize);
}

test.each([1, 2, 3, 7, 100])(
  'reads lines cut into chunks of %i bytes, through characters, too',
  async (size) => {
    expect(await parse('{"a":"€ä"}\nnull\n[1]\n"last"', size)).toEqual([{ a: '€ä' }, null, [1], 'last']);
  },
);

test('a line of 1 MiB is read from small chunks', async () => {
  const text = 'x'.repeat(MiB - 2);
  expect(await parse(`"${text}"\n1\n`, 64)).toEqual([text, 1]);
});

test.each([
  ['within one chunk', 2 * MiB],
  ['over many chunks', 1000],
])('a longer line is refused %s, also if it is complete', async (_, size) => {
  await expect(parse(`1\n"${'x'.repeat(MiB)}"\n2\n`, size)).rejects.toThrow(
    'a line exceeds 1048576 characters',
  );
});

test('a blank line is refused as an invalid one is', async () => {
  await expect(parse('1\n\n2\n', 100)).rejects.toThrow(SyntaxError);
  await expect(parse('1\n{\n', 100)).rejects.toThrow(SyntaxError);
});
