/** A scenario that needs another Node, or flags of it, from the command line. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EXIT } from '../errors.ts';
import { reportSchema } from '../report-schema.ts';
import { CommandLine } from './command-line.ts';

const FLAG = '--expose-internals';
const SCENARIOS = {
  other: "needs: { node: ['99.0'] }, run() {}",
  flagged: `needs: { nodeFlags: ['${FLAG}'] }, run: ({ record }) => record('has', Number(process.execArgv.includes('${FLAG}')))`,
};

const commandLine = new CommandLine('needs');
beforeAll(() => {
  for (const [name, body] of Object.entries(SCENARIOS))
    writeFileSync(join(commandLine.root, `${name}.mjs`), `export default { ${body} };\n`);
});
afterAll(() => commandLine.remove());

const run = (...files: readonly string[]) =>
  commandLine.run(['run', '--scenario', files.join(','), '--quick', '--json', '--results', 'results']);

test('what this Node lacks is skipped in words, the rest is measured with its flags, and nothing fails', async () => {
  const { code, stdout, stderr } = await run('./other.mjs', './flagged.mjs');
  expect(stderr.replace(/\s+/g, ' ')).toContain(
    `! skipped: other needs Node 99.0 or later, and this is Node ${process.versions.node}`,
  );
  const { results } = reportSchema.parse(JSON.parse(stdout));
  expect(results.map(({ scenario }) => scenario)).toEqual(['flagged']);
  expect(results[0]?.runs[0]).toMatchObject({ recorded: { has: 1 }, flags: [FLAG] });
  expect(code).toBe(EXIT.pass);
});

test('if nothing else is selected, that is an error of the request, with the Node to choose', async () => {
  const { code, stdout, stderr } = await run('./other.mjs');
  expect(code).toBe(EXIT.usage);
  expect(stdout).toBe('');
  expect(stderr).toContain('nothing can be measured: other needs Node 99.0 or later, and this is Node ');
  expect(stderr).toContain('choose another Node: --node 99');
});
