import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { UsageError } from '../errors.ts';
import { compileScenario } from './compile-scenario.ts';
import { type DescribedScenario, describeScenarios, type ScenarioModule } from './describe-scenarios.ts';

describe('a scenario is described', () => {
  test('by what it declares, its functions by being there', async () => {
    const module = await compile('floods-its-output');
    expect(await describeScenarios([module])).toEqual([
      {
        ...module,
        name: 'floods-its-output',
        title: 'Prints 100 MB',
        about: expect.objectContaining({ what: 'Writes 100 MB to stdout or to stderr.' }),
        tags: ['fault'],
        parameters: { output: { kind: 'choice', values: ['stdout', 'stderr'] } },
        run: 'function',
      },
    ]);
  });

  test('in the order requested', async () => {
    const modules = [await compile('throws-null'), await compile('aborts'), await compile('never-settles')];
    const described = await describeScenarios(modules);
    expect(described.map(({ name }) => name)).toEqual(['throws-null', 'aborts', 'never-settles']);
  });

  test('without a word of what it prints', async () => {
    const script = await compileScenario(pathOf('describes-a-scenario'));
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [
      fileURLToPath(script),
      pathOf('broken/prints-when-imported'),
    ]);
    expect({ stdout, stderr }).toEqual({ stdout: 'prints-when-imported\n', stderr: '' });
  });
});

describe('a file is refused by its path', () => {
  test('where it throws when it is imported, with the place in the source', async () => {
    const error = await refusalOf('throws-when-imported');
    expect(error.message).toContain('cannot be loaded: Error: there is no configuration');
    expect(error.message).toContain('broken/throws-when-imported.ts:3:7');
    expect(error.hint).toContain('a scenario file only declares');
  });

  test('where it exits when it is imported', async () => {
    expect((await refusalOf('exits-when-imported')).message).toContain('it exits when it is imported');
  });

  test('where it loops when it is imported', async () => {
    expect((await refusalOf('loops-when-imported', 1500)).message).toContain(
      'it is not imported after 1.5 s',
    );
  });

  test('where something that it started fails before it is imported', async () => {
    expect((await refusalOf('fails-while-it-is-imported')).message).toContain('Error: nobody catches this');
  });

  test('where it has no default export', async () => {
    const error = await refusalOf('has-no-default-export');
    expect(error.message).toContain('has no default export');
    expect(error.hint).toContain('export default defineScenario');
  });

  test('where what it exports is no scenario, with what is wrong', async () => {
    const { message } = await refusalOf('has-no-run');
    expect(message).toContain('is no scenario');
    expect(message).toMatch(/must be a function\s+→ at run/);
  });

  test('where it limits growth by a number', async () => {
    const { message } = await refusalOf('limits-growth-by-a-number');
    expect(message).toContain("growth can be limited to 'bounded', everything else to a number");
  });

  test('where it compares by what is no parameter', async () => {
    const { message } = await refusalOf('compares-nothing');
    expect(message).toContain('rows, columns and blocks must name parameters');
  });

  test('where its scenario is not called as the file', async () => {
    const error = await refusalOf('has-another-name');
    expect(error.message).toContain("calls its scenario 'any-name'");
    expect(error.hint).toContain("'has-another-name'");
  });

  test('also where others before it are good', async () => {
    const modules = [await compile('aborts'), await compile('broken/has-no-run')];
    await expect(describeScenarios(modules)).rejects.toThrow(/has-no-run\.ts is no scenario/);
  });
});

async function refusalOf(name: string, importLimitMs?: number): Promise<UsageError> {
  const module = await compile(`broken/${name}`);
  const error = await describeScenarios([module], importLimitMs).catch((reason: unknown) => reason);
  if (!(error instanceof UsageError)) throw new Error('it was not refused', { cause: error });
  expect(error.message.startsWith(pathOf(`broken/${name}`))).toBe(true);
  return error;
}

async function compile(name: string): Promise<ScenarioModule & Pick<DescribedScenario, 'url'>> {
  return { source: urlOf(name).href, url: await compileScenario(pathOf(name)) };
}

const urlOf = (name: string): URL => new URL(`../test/fixtures/${name}.ts`, import.meta.url);
const pathOf = (name: string): string => fileURLToPath(urlOf(name));
