/**
 * What a source file says, without running it: somebody who presses Tab has not asked for that. What is not written out
 * is not found.
 */

export interface WrittenParameter {
  readonly name: string;
  /** As they are typed; empty if they are not written out. */
  readonly values: readonly string[];
}

/** The strings of a key: `scenarios: ['a', 'b']`, `"results": "out"`. */
export function readStrings(source: string, key: string): string[] {
  const value =
    new RegExp(`["']?\\b${key}["']?\\s*:\\s*(\\[[^\\]]*\\]|"[^"\\n]*"|'[^'\\n]*')`).exec(source)?.[1] ?? '';
  return [...value.matchAll(/"([^"\n]*)"|'([^'\n]*)'/g)].map(([, double, single]) => double ?? single ?? '');
}

/** The parameters that a scenario declares, or at least those that its functions take. */
export function readParameters(source: string): WrittenParameter[] {
  const blocks = [...source.matchAll(/\bparameters\s*:\s*\{/g)].map(({ index, 0: opening }) =>
    readBlock(source, index + opening.length),
  );
  const block = blocks.find((one) => KIND.test(one)) ?? blocks[0] ?? '';
  return splitEntries(block).flatMap((entry) => {
    const [, name, value = ''] = /^\s*["']?(\w+)["']?\s*(?::(.*))?$/s.exec(entry) ?? [];
    return name === undefined ? [] : [{ name, values: readValues(value) }];
  });
}

const KIND = /\b(bytes|count|choice|volume)\s*\(/;

/** The words that are the value of `tags`. */
export const readTags = (source: string): string[] => readStrings(source, 'tags');

/** Up to the brace that closes it. */
function readBlock(source: string, start: number): string {
  let depth = 1;
  for (let at = start; at < source.length; at += 1) {
    if (/[{[(]/.test(source[at] ?? '')) depth += 1;
    if (/[}\])]/.test(source[at] ?? '')) depth -= 1;
    if (depth === 0) return source.slice(start, at);
  }
  return '';
}

function splitEntries(block: string): string[] {
  const entries = [''];
  let depth = 0;
  for (const character of block.replaceAll(/\/\/.*$/gm, '')) {
    if (/[{[(]/.test(character)) depth += 1;
    if (/[}\])]/.test(character)) depth -= 1;
    if (character === ',' && depth === 0) entries.push('');
    else entries.push(`${entries.pop()}${character}`);
  }
  return entries;
}

/** Of `bytes([16 * KiB, 1 * MiB])`, `16KiB` and `1MiB`. */
function readValues(written: string): string[] {
  const [, inside = ''] = /\b(?:bytes|count|choice|volume)\s*\(([^)]*)/.exec(written) ?? [];
  return inside
    .replaceAll(/[[\]\s]/g, '')
    .split(',')
    .flatMap((value) => {
      const [, number, unit = '', double, single] =
        /^(?:(\d[\d_]*)(?:\*([KMG]iB))?|"([^"]*)"|'([^']*)')$/.exec(value) ?? [];
      const word = number === undefined ? (double ?? single) : number.replaceAll('_', '') + unit;
      return word === undefined ? [] : [word];
    });
}
