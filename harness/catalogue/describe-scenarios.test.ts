import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { UsageError } from '../errors.ts';
import { compiled } from '../package-root.ts';
import { compileScenario } from './compile-scenario.ts';
import { type DescribedScenario, describeScenarios, type ScenarioModule } from './describe-scenarios.ts';

describe('a scenario is described', () => {
  test('by what it declares, and by whether it has each function', async () => {
    const module = await compile('floods-its-output');
    expect(await describeScenarios([module])).toEqual([
      {
        ...module,
        programHash: expect.stringMatching(/^[0-9a-f]{16}$/),
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

  test.skipIf(process.platform !== 'linux')(
    'and what it started in a session of its own when it was imported is killed',
    async () => {
      const [described] = await describeScenarios([await compile('broken/starts-a-process-when-imported')]);
      const pid = Number(described?.title);
      expect(pid).toBeGreaterThan(1);
      await vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: 5000 });
    },
  );

  test('without any of its output', async () => {
    const script = await compileScenario(pathOf('describes-a-scenario'));
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [
      fileURLToPath(script),
      pathOf('broken/prints-when-imported'),
    ]);
    expect({ stdout, stderr }).toEqual({ stdout: 'prints-when-imported\n', stderr: '' });
  });
});

describe('a file needs nothing but run()', () => {
  test('its name is that of the file, its title the name, and everything else is empty', async () => {
    expect(await describeScenarios([await compile('Only has_run.bench')])).toMatchObject([
      { name: 'Only has_run', title: 'Only has_run', tags: [], parameters: {}, run: 'function' },
    ]);
  });

  test('it may have another name than its file', async () => {
    const [described] = await describeScenarios([await compile('has-another-name')]);
    expect(described).toMatchObject({ name: 'any-name' });
  });

  test('it may be an instance of a class', async () => {
    const [described] = await describeScenarios([await compile('is-an-instance')]);
    expect(described).toMatchObject({ name: 'is-an-instance', run: 'function', teardown: 'function' });
  });
});

describe('a file is refused with its path', () => {
  test('if it throws when it is imported, with the place in the source and no frames of Node or tidemark', async () => {
    const { message, hint } = await refusalOf('throws-when-imported');
    const path = pathOf('broken/throws-when-imported');
    expect(message).toBe(`${path} cannot be loaded: Error: there is no configuration\n    at ${path}:3:7`);
    expect(hint).toContain('a scenario module must have no side effects');
  });

  test('if it exits when it is imported', async () => {
    expect((await refusalOf('exits-when-imported')).message).toContain('it exits when it is imported');
  });

  test('if it kills its process when it is imported, which is not that of tidemark', async () => {
    expect((await refusalOf('kills-itself-when-imported')).message).toContain(
      process.platform === 'win32'
        ? 'it exits when it is imported'
        : 'its process is killed by SIGKILL when it is imported',
    );
  });

  test('if it loops when it is imported', async () => {
    expect((await refusalOf('loops-when-imported', 1500)).message).toContain(
      'it is still blocking the event loop after 1.5 s',
    );
  });

  test('immediately if nothing can settle a top-level await', async () => {
    expect((await refusalOf('awaits-nothing-when-imported', 50_000)).message).toContain(
      'a top-level await never settles',
    );
  });

  test('if a top-level await takes too long', async () => {
    expect((await refusalOf('awaits-long-when-imported', 1500)).message).toContain(
      'a top-level await has not settled after 1.5 s',
    );
  });

  test('if something that it started fails before it is imported', async () => {
    const { message } = await refusalOf('fails-while-it-is-imported');
    expect(message).toContain('Error: nobody catches this');
    expect(message).toContain('fails-while-it-is-imported.ts:2:9');
    expect(message).not.toMatch(/node:|dist/);
  });

  test('if it has no default export', async () => {
    const error = await refusalOf('has-no-default-export');
    expect(error.message).toContain('has no default export');
    expect(error.hint).toContain('`export default { run() { … } }`');
  });

  test('if it is not valid, with the faults', async () => {
    const { message } = await refusalOf('has-no-run');
    expect(message).toContain('is not a valid scenario:\n  run: is missing; it must be a function');
  });

  test('if it limits growth with a number', async () => {
    const { message } = await refusalOf('limits-growth-by-a-number');
    expect(message).toContain("\n  limits.growth: must be 'bounded', not 1");
  });

  test('if its comparison table names something that is not a parameter', async () => {
    const { message } = await refusalOf('compares-nothing');
    expect(message).toContain(
      "\n  comparisonTable.rows: 'strategy' is not a parameter; the parameters are allocation",
    );
  });

  test('even if the ones before it are valid', async () => {
    const modules = [await compile('aborts'), await compile('broken/has-no-run')];
    await expect(describeScenarios(modules)).rejects.toThrow(/has-no-run\.ts is not a valid scenario/);
  });
});

test('a candidate that is not a scenario is skipped, and reported', async () => {
  const skipped: string[] = [];
  const modules = [await compile('broken/has-no-default-export'), await compile('aborts')];
  const described = await describeScenarios(
    modules.map((module) => ({ ...module, isCandidate: true })),
    { onSkipped: (source, why) => skipped.push(`${source} ${why}`) },
  );
  expect(described.map(({ name }) => name)).toEqual(['aborts']);
  expect(skipped).toEqual([`${urlOf('broken/has-no-default-export').href} it has no default export`]);
});

/** One that has ended, and that nobody waits for, is not. */
function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'latin1'));
  } catch {
    return false;
  }
}

async function refusalOf(name: string, importLimitMs?: number): Promise<UsageError> {
  const module = await compile(`broken/${name}`);
  const error = await describeScenarios([module], {
    ...(importLimitMs !== undefined && { importLimitMs }),
  }).catch((reason: unknown) => reason);
  if (!(error instanceof UsageError)) throw new Error('it was not refused', { cause: error });
  expect(error.message.startsWith(pathOf(`broken/${name}`))).toBe(true);
  return error;
}

async function compile(name: string): Promise<ScenarioModule & Pick<DescribedScenario, 'url'>> {
  return { source: urlOf(name).href, url: await compileScenario(pathOf(name)) };
}

const urlOf = (name: string): URL => new URL(`../test/fixtures/${name}.ts`, import.meta.url);
const pathOf = (name: string): string => fileURLToPath(urlOf(name));

test('what imports a module ends with its parent, whatever the module does', async () => {
  const file = fileURLToPath(
    new URL('../test/fixtures/broken/stays-when-its-parent-is-gone.ts', import.meta.url),
  );
  const worker = fork(compiled('harness/catalogue/describe-worker.js'), { stdio: 'ignore' });
  onTestFinished(() => void worker.kill('SIGKILL'));
  await once(worker, 'message');
  worker.send({ question: await compileScenario(file) });
  await once(worker, 'message');
  const ended = once(worker, 'exit');
  worker.disconnect();
  expect(await ended).toEqual([null, 'SIGKILL']);
});
