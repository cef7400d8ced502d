/** tidemark understands every command of the example for GitHub Actions. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseCommandLine } from '../command-line/parse.ts';
import { packageRoot } from '../package-root.ts';

const EXAMPLE = readFileSync(join(packageRoot, 'scripts/github-workflow.example.yml'), 'utf8');

/** The arguments behind `npx tidemark`, as a shell reads them. */
const COMMANDS = [...EXAMPLE.matchAll(/^[^#\n]*\bnpx tidemark (.+)$/gm)].map(([, words = '']) =>
  words.trim().replaceAll('"$BASELINE"', 'node-24').replaceAll('"$BASE"', '0123abc').split(/\s+/),
);

const parse = (words: readonly string[]): Promise<unknown> =>
  parseCommandLine(words, { version: '0.0.0', width: 80, listScenarios: async () => [] });
const nameOf = ([name = '']: readonly string[]): string => name;

test('it has the commands for CI', () => {
  expect(COMMANDS.map(nameOf)).toEqual(['run', 'check', 'ab']);
});

test.each(COMMANDS)('%s %s %s %s %s', async (...words) => {
  await expect(parse(words)).resolves.toMatchObject({ command: nameOf(words) });
});

test('no command contains data from an event, which a shell would run', () => {
  for (const [line] of EXAMPLE.matchAll(/^\s*(?:- )?run: .*$/gm)) expect(line).not.toContain('${{');
});

test('its permissions are read-only', () => {
  const permissions = /^permissions:\n((?: {2}.*\n)+)/m.exec(EXAMPLE)?.[1];
  expect(permissions).toBe('  contents: read\n');
});
