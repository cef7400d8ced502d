/** Shards and `merge` as a whole, by the commands of scripts/recipes/README.md. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EXIT } from '../errors.ts';
import { readReport } from '../store/read-report.ts';
import { RECIPES, RecipeShell } from './recipe-shell.ts';
import { startSlurm } from './slurm.ts';

const PAGE = readFileSync(join(RECIPES, 'README.md'), 'utf8');

const shell = new RecipeShell();
const { folder, run: sh } = shell;
afterAll(() => {
  shell.remove();
});

/** The shell commands of the page that have this in them, in their order. */
function recipe(part: string): string {
  const blocks = [...PAGE.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, commands = '']) => commands);
  const found = blocks.find((block) => block.includes(part));
  if (found === undefined) throw new Error(`the page has no command with ${part}`);
  return found;
}

const openFolder = (name: string): string => shell.open(name);

/** What every machine counts. */
const countedIn = (path: string): unknown =>
  readReport(path, folder).results.map(({ parameters, labels, runs }) => ({
    volume: parameters.volume,
    labels: labels?.map(({ label, peakBufferedBytes, bytesIn, writesAfterFalse }) => ({
      ...{ label, peakBufferedBytes, bytesIn, writesAfterFalse },
    })),
    counted: runs.map(({ kind, peakBufferedBytes, bytesDelivered }) => ({
      ...{ kind, peakBufferedBytes, bytesDelivered },
    })),
  }));

describe('three shards', () => {
  let cwd = '';
  beforeAll(async () => {
    cwd = openFolder('typed');
    const { code, output } = await sh(recipe('--shard 1/3'), cwd);
    expect({ code, output }).toMatchObject({ code: EXIT.pass });
    const whole = await sh(
      'npx tidemark run --scenario await-drain --param volume=1MiB,2MiB,4MiB --quick --no-growth --results whole',
      cwd,
    );
    expect(whole.code).toBe(EXIT.pass);
  }, 60_000);

  const find = async (name: string): Promise<string> =>
    (await sh(`ls -d ${name}/*`, cwd)).output
      .trim()
      .split('\n')
      .map((path) => join(cwd, path))[0] ?? '';

  test('count what one machine counts', async () => {
    expect(countedIn(join(cwd, 'merged'))).toEqual(countedIn(await find('whole')));
  });

  test('make a report that the page, a comparison, and a baseline take', async () => {
    const { code, output } = await sh(
      'npx tidemark report merged && npx tidemark compare merged merged | tail -1 && npx tidemark check --baseline merged/report.json --dry-run',
      cwd,
    );
    expect(output).toContain('await-drain [volume 4 MiB]');
    expect(code).toBe(EXIT.pass);
    const page = readFileSync(join(cwd, 'merged/report.html'), 'utf8');
    expect(page).toContain('Measured by 3 invocations');
  });

  test('are read from below a folder, and what is a link or no file there is said', async () => {
    const { code, output } = await sh(
      'mkdir linked && cp -r shards/1 shards/2 linked && ln -s ../shards/3 linked/3 && mkdir linked/4 && mkfifo linked/4/report.json && npx tidemark merge linked --out from-links',
      cwd,
    );
    expect(code).toBe(EXIT.notMeasured);
    const said = output.replaceAll(/\s+/g, ' ');
    expect(said).toMatch(/! \S+linked\/3 was not read: it is a link/);
    expect(said).toMatch(/! \S+linked\/4\/report.json was not read: it is not a file/);
    expect(output).toContain('✗ shard 3 of 3 is missing');
  });

  test('are refused if one is missing, with its cases; --allow-missing writes what is there, and exits with 3 as well', async () => {
    const refused = await sh('npx tidemark merge shards/1 shards/3 --out two', cwd);
    expect(refused.code).toBe(EXIT.notMeasured);
    expect(refused.output).toMatch(/✗ shard 2 of 3 is missing: await-drain, allocation=alloc/);
    expect(refused.output).toContain('nothing was written');
    const allowed = await sh('npx tidemark merge shards/1 shards/3 --out two --allow-missing', cwd);
    expect(allowed.code).toBe(EXIT.notMeasured);
    expect(readReport(join(cwd, 'two'), folder).complete).toBe(false);
    const whole = await sh('npx tidemark merge two shards/2 --out three', cwd);
    expect(whole.code).toBe(EXIT.pass);
    expect(readFileSync(join(cwd, 'three/report.json'), 'utf8')).toBe(
      readFileSync(join(cwd, 'merged/report.json'), 'utf8'),
    );
  });

  test.each([
    ['nothing there', 'merge none --out x', 'report not found: none', EXIT.usage],
    ['an empty folder', 'merge bare --out x', 'no report.json in bare', EXIT.usage],
    ['a cut report', 'merge cut shards/2 shards/3 --out x', 'is not valid JSON', EXIT.usage],
    ['another request', 'merge other shards/2 shards/3 --out x', 'is of another plan', EXIT.notComparable],
    ['a filled folder', 'merge shards --out merged', '--out merged is not an empty folder', EXIT.usage],
    ['no --out', 'merge shards', 'no folder is given for the merged report', EXIT.usage],
  ])('are refused in words with %s', async (_what, line, message, code) => {
    await sh(
      'mkdir -p bare cut; head -c 3000 shards/1/*/report.json > cut/report.json; [ -d other ] || npx tidemark run --scenario await-drain --param volume=1MiB,8MiB --quick --no-growth --shard 1/3 --results other',
      cwd,
    );
    const refused = await sh(`npx tidemark ${line}`, cwd);
    expect(refused.output.replaceAll(/\s+/g, ' ')).toContain(message);
    expect(refused.code).toBe(code);
  });
});

describe('the shards of an A/B comparison', () => {
  let cwd = '';
  beforeAll(async () => {
    cwd = openFolder('ab');
    const { code, output } = await sh(recipe('ab --scenario'), cwd);
    expect({ code, output }).toMatchObject({ code: EXIT.pass });
    expect(output).toContain('all 2 cases passed');
  }, 60_000);

  test('make a report of each side, and their comparison with its page', async () => {
    const compared = await sh('npx tidemark compare ab-merged', cwd);
    expect(compared).toMatchObject({
      code: EXIT.pass,
      output: expect.stringContaining('all 2 cases passed'),
    });
    expect(readFileSync(join(cwd, 'ab-merged/compare.html'), 'utf8')).toContain('await-drain');
  });

  test('are one comparison for --json and for reporters', async () => {
    const { code, output } = await sh(
      'npx tidemark merge ab-shards --out json --json --reporter junit=junit.xml 2>/dev/null',
      cwd,
    );
    expect(code).toBe(EXIT.pass);
    expect((JSON.parse(output) as { cases: unknown[] }).cases).toHaveLength(2);
    expect(readFileSync(join(cwd, 'junit.xml'), 'utf8')).toContain('await-drain');
  });

  test('are not merged with the report of a run, nor one side alone', async () => {
    const mixed =
      'mkdir mixed && cp -r ab-shards mixed/ab && npx tidemark run -s await-drain -p volume=1MiB --quick --no-growth --results mixed/run';
    for (const command of [mixed, 'rm -r mixed/run mixed/ab/*/*/b']) {
      const { code, output } = await sh(`${command}; npx tidemark merge mixed --out x`, cwd);
      expect(output).toContain('these are not both sides of an A/B comparison');
      expect(code).toBe(EXIT.usage);
    }
  });

  test('are refused before a side is written if one is a copy of the other, or cannot be read as a whole', async () => {
    const refused = await sh(
      'cp -r ab-shards copied && for folder in copied/1/*; do sed \'s/"side":{"name":"a","label":"[^"]*"}/"side":{"name":"b","label":"b"}/\' $folder/a/report.json > $folder/b/report.json; done && npx tidemark merge copied --out copy',
      cwd,
    );
    expect(refused.code).toBe(EXIT.notComparable);
    expect(refused.output.replaceAll(/\s+/g, ' ')).toContain('its other side, has: one was copied');
    await sh('rm -r copied/1/*/b', cwd);
    const half = await sh('npx tidemark merge copied --out copy; ls copy', cwd);
    expect(half.output).toContain('nothing was written');
    expect(half.output).toContain("cannot access 'copy'");
  });
});

test('the shards of a check compare each case of the baseline once', async () => {
  const cwd = openFolder('check');
  await sh(
    'npx tidemark run --scenario await-drain --param volume=1MiB,2MiB --no-growth --runs 3 && npx tidemark baseline save main',
    cwd,
  );
  const counts: number[] = [];
  for (const shard of [1, 2, 3]) {
    const { code, output } = await sh(`npx tidemark check --baseline main --shard ${shard}/3 --json`, cwd);
    expect(code).toBe(EXIT.pass);
    const start = output.indexOf('{');
    counts.push(
      start === -1
        ? 0
        : (JSON.parse(output.slice(start, output.lastIndexOf('}') + 1)) as { cases: unknown[] }).cases.length,
    );
  }
  expect(counts.sort()).toEqual([0, 1, 1]);
}, 60_000);

const has = (program: string): boolean => {
  try {
    execFileSync('sh', ['-c', `command -v ${program}`]);
    return true;
  } catch {
    return false;
  }
};

test.runIf(has('xargs'))(
  'the recipe for xargs runs, and makes one report',
  async () => {
    const cwd = openFolder('xargs');
    const { code, output } = await sh(recipe('xargs'), cwd);
    expect({ code, output }).toMatchObject({ code: EXIT.pass });
    expect(readReport(join(cwd, 'merged'), folder).complete).toBe(true);
  },
  60_000,
);

test.runIf(has('parallel'))(
  'the recipe for GNU parallel runs, and makes one report',
  async () => {
    const cwd = openFolder('parallel');
    const { code, output } = await sh(recipe('parallel -j'), cwd, { PARALLEL_HOME: cwd });
    expect({ code, output }).toMatchObject({ code: EXIT.pass });
    expect(output).toContain('from GNU parallel: PARALLEL_SEQ=');
    expect(readReport(join(cwd, 'merged'), folder).complete).toBe(true);
  },
  60_000,
);

// Debian: apt-get install slurm-wlm munge. Without it, or without the rights to start it, this is skipped.
test.runIf(has('slurmctld') && has('munged') && process.getuid?.() === 0)(
  'the recipe for Slurm runs as an array on one machine, and makes one report',
  async () => {
    const cwd = openFolder('slurm');
    const slurm = await startSlurm(join(folder, 'slurm-daemons'));
    try {
      writeFileSync(join(cwd, 'slurm-array.sh'), readFileSync(join(RECIPES, 'slurm-array.sh')));
      const env = { SLURM_CONF: slurm.configuration };
      const submitted = await sh(recipe('sbatch'), cwd, env);
      expect(submitted.output).toMatch(/Submitted batch job \d+/);
      await slurm.untilIdle();
      const { code, output } = await sh(recipe('merge shards --out merged'), cwd, env);
      expect({ code, output }).toMatchObject({ code: EXIT.pass });
      const { complete, merged } = readReport(join(cwd, 'merged'), folder);
      expect({ complete, shards: merged?.invocations.length }).toEqual({ complete: true, shards: 3 });
    } finally {
      slurm.stop();
    }
  },
  60_000,
);
