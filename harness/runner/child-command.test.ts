import { expect, test } from 'vitest';
import { childArguments, reproduceCommand } from './child-command.ts';

const REQUEST = {
  scenarioUrl: 'file:///a.mjs',
  parameters: {},
  sampleIntervalMs: null,
  rounds: 1,
  tempDir: '/tmp/x',
} as const;

/** What is in front of the program. */
const inFront = (of: Parameters<typeof childArguments>[0]): string[] =>
  childArguments(of, { ...REQUEST, watchesParent: false }).slice(0, -2);

test('Node gets its flags in front of the program, and positions of a compiled scenario', () => {
  expect(inFront({ flags: ['--x'] })).toEqual(['--expose-gc', '--enable-source-maps', '--x']);
});

test.each([
  ['Bun', ['--expose-gc']],
  ['Deno', ['run', '--allow-all', '--v8-flags=--expose-gc']],
] as const)('%s is started as it takes it', (name, words) => {
  const runtime = { name, version: '1.0.0', node: '26.3.0' };
  expect(inFront({ flags: [], runtime })).toEqual(words);
  const command = reproduceCommand({ execPath: '/bin/it', flags: [], runtime, request: REQUEST }, 'linux');
  expect(command).toMatch(
    new RegExp(`^/bin/it ${words.join(' ')} \\S+/entry\\.cjs '\\{.*"standalone":true\\}'$`),
  );
});
