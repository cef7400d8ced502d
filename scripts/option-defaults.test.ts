import { join } from 'node:path';
import { expect, test } from 'vitest';
import { COMMANDS, nameOf } from '../harness/command-line/parser/commands.ts';
import { packageRoot } from '../harness/package-root.ts';
import { renderOptionDefaults } from './render-option-defaults.ts';

test('the types of a configuration have every option that a file can set', async () => {
  await expect(renderOptionDefaults()).toMatchFileSnapshot(
    join(packageRoot, 'harness/config/option-defaults.ts'),
  );
});

test('options of several commands with one key take the same kind of value, or are apart', () => {
  const kinds = new Map<string, Set<string>>();
  for (const command of COMMANDS) {
    for (const { key, kind, takes, isApart } of Object.values(command.options)) {
      if (key === undefined || isApart) continue;
      // One Node, or several.
      const known = kinds.get(key) ?? new Set();
      kinds.set(key, known.add(takes === 'node' ? 'node' : kind));
    }
  }
  expect([...kinds].filter(([, ofKey]) => ofKey.size > 1)).toEqual([]);
  expect(COMMANDS.map(nameOf)).toContain('run');
});
