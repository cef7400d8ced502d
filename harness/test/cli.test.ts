/** The compiled program, from its arguments to its exit code. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EXIT } from '../errors.ts';
import { makeRandom, shuffle } from '../plan/random.ts';
import { reportSchema } from '../report-schema.ts';
import { MiB } from './builders.ts';
import { CLI, CommandLine, findRunFolder, waitFor } from './command-line.ts';
import { parseXml } from './parse-xml.ts';

const fixture = (name: string): string => join(import.meta.dirname, 'fixtures-cli', `${name}.ts`);
/** A run of a few milliseconds. */
const QUICK = ['--runs', '1', '--no-growth', '--no-profile'];
const ESCAPE = '\u001b';

let cli: CommandLine;
let root = '';
beforeAll(() => {
  cli = new CommandLine('cli');
  root = cli.root;
});
afterAll(() => {
  cli.remove();
});

const start = (...words: Parameters<CommandLine['start']>) => cli.start(...words);
const tidemark = (...words: Parameters<CommandLine['run']>) => cli.run(...words);
const makeEnv = (env: NodeJS.ProcessEnv) => cli.makeEnv(env);
const makeResultsRoot = (): string => cli.makeResultsRoot();

const COMPLETE_FILES = [
  'invocation.json',
  'journal.ndjson',
  'labels.csv',
  'report.html',
  'report.json',
  'runs.csv',
  'samples.csv',
];

describe('help', () => {
  test('has examples and the exit codes, and fits 80 columns', async () => {
    const { code, stdout, stderr } = await tidemark(['--help']);
    expect({ code, stderr }).toEqual({ code: EXIT.pass, stderr: '' });
    expect(stdout).toContain('Examples:\n  tidemark --scenario ignore-drain');
    expect(stdout).toContain('Exit codes: 0 ');
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  test('names every exit code that `run` can have', async () => {
    const { stdout } = await tidemark(['--help']);
    const codes = /Exit codes:([\s\S]*)$/.exec(stdout)?.[1] ?? '';
    for (const code of [0, 1, 2, 3, 5, 6, 70, 129, 130, 143])
      expect(codes).toMatch(new RegExp(`\\s${code}[\\s,]`));
  });

  test('of a command is about that command', async () => {
    const { code, stdout } = await tidemark(['list', '--help']);
    expect(code).toBe(EXIT.pass);
    expect(stdout).toContain('--tag');
    expect(stdout).not.toContain('--growth');
  });

  test('is not needed for the version', async () => {
    const { version } = JSON.parse(readFileSync(join(CLI, '../../../package.json'), 'utf8'));
    expect(await tidemark(['--version'])).toEqual({ code: EXIT.pass, stdout: `${version}\n`, stderr: '' });
  });
});

describe('list', () => {
  interface Listed {
    readonly name: string;
    readonly tags: readonly string[];
    readonly cases: number;
  }

  test('shows every scenario, and fits 80 columns', async () => {
    const { code, stdout, stderr } = await tidemark(['list']);
    expect({ code, stderr }).toEqual({ code: EXIT.pass, stderr: '' });
    expect(stdout).toMatch(/^ignore-drain {2}Keeps writing/m);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  test('shows the same as JSON', async () => {
    const { code, stdout } = await tidemark(['list', '--json']);
    const listed = JSON.parse(stdout) as Listed[];
    expect(code).toBe(EXIT.pass);
    expect(listed).toContainEqual(
      expect.objectContaining({ name: 'baseline-noop', tags: ['baseline'], parameters: [], cases: 1 }),
    );
    // 3 highWaterMarks * 1 chunkSize * 5 allocations * 3 sinks
    expect(listed.find(({ name }) => name === 'ignore-drain')?.cases).toBe(45);
  });

  test('shows scenarios of your own, as a configuration or --scenario selects them', async () => {
    const names = async (...words: string[]): Promise<string[]> =>
      (JSON.parse((await tidemark(['list', '--json', ...words])).stdout) as Listed[]).map(({ name }) => name);
    expect(await names('--scenario', fixture('buffers-as-requested'))).toHaveLength(1);
    expect(await names('-s', '*-drain')).toContain('await-drain');
  });

  test('shows the metric that growth is judged by, even if it is the default', async () => {
    const listed = JSON.parse((await tidemark(['list', '--json'])).stdout) as Listed[];
    expect(listed).toContainEqual(
      expect.objectContaining({ name: 'ignore-drain', growth: 'linear', metric: 'peakBufferedBytes' }),
    );
    expect(listed).toContainEqual(
      expect.objectContaining({ name: 'flowing-mode', metric: 'recorded.maxInFlightBytes' }),
    );
  });

  test('is Markdown of the scenarios with the requested tags, without colours', async () => {
    const { code, stdout } = await tidemark(['list', '--markdown', '--tag', 'cork'], { FORCE_COLOR: '1' });
    expect(code).toBe(EXIT.pass);
    expect([...stdout.matchAll(/^##+ (.*)$/gm)].map(([, heading]) => heading)).toEqual([
      'Writable streams',
      '`cork-without-uncork`',
      '`cork-uncork`',
    ]);
    expect(stdout).not.toContain(ESCAPE);
  });

  test('shows only scenarios that have every requested tag', async () => {
    const { stdout } = await tidemark(['list', '--json', '--tag', 'backpressure', '--tag', 'wrong']);
    const listed = JSON.parse(stdout) as Listed[];
    expect(listed.map(({ name }) => name)).toContain('ignore-drain');
    for (const { tags } of listed) expect(tags).toEqual(expect.arrayContaining(['backpressure', 'wrong']));
  });
});

describe('a mistake exits with 2, and says what to try', () => {
  const RUN = ['--scenario', 'await-drain'];

  test.concurrent.each([
    ['nothing at all', [], 'no scenario is selected', '--scenario ignore-drain, or --all'],
    ['an option', [...RUN, '--runz', '3'], 'runz', 'did you mean --runs?'],
    ['an option with a hyphen', [...RUN, '--max-memori', '1GiB'], 'max-memori', 'did you mean --max-memory?'],
    [
      'an option that resembles no other',
      [...RUN, '--colour'],
      'colour',
      '`tidemark --help` shows every option',
    ],
    ['a command', ['lsit'], 'lsit', 'did you mean list?'],
    ['a scenario instead of a command', ['ignore-drain'], 'ignore-drain', '--scenario ignore-drain?'],
    ['a scenario', ['-s', 'ignore-drian'], 'there is no scenario ignore-drian', 'did you mean ignore-drain?'],
    ['a glob', ['-s', 'nothing-*'], 'there is no scenario nothing-*', '`tidemark list` shows all'],
    ['a file', ['-s', './none.ts'], 'there is no scenario file', 'give the path of a .ts'],
    ['a parameter', [...RUN, '-p', 'chunksise=1'], 'no parameter chunksise', 'did you mean chunkSize?'],
    [
      'a value',
      [...RUN, '-p', 'chunkSize=lots'],
      'chunkSize=lots is not a number',
      '--param chunkSize=16KiB',
    ],
    ['a choice', [...RUN, '-p', 'allocation=alocc'], "cannot be 'alocc'", 'did you mean alloc?'],
    ['a value over the volume', [...RUN, '-p', 'volume=1KiB'], 'exceeds the volume (1 KiB)', 'volume=640KiB'],
    ['a tag', ['list', '--tag', 'backpresure'], 'no scenario has the tag', 'did you mean backpressure?'],
    ['a missing value', ['--scenario'], '--scenario needs a value', '`tidemark --help`'],
    ['a missing argument', ['baseline'], 'an argument is missing', '`tidemark baseline --help`'],
    ['an option of another command', [...RUN, '--tag', 'x'], 'tag', '--tag is an option of tidemark list'],
    ['a count', [...RUN, '--runs', 'abc'], '--runs abc is not a whole number', 'write --runs 3'],
    [
      'an option given twice',
      [...RUN, '--runs', '1', '--runs', '2'],
      '--runs is given more than once',
      'once',
    ],
    ['a flag with a value', [...RUN, '--json=yes'], '--json=yes', 'write --json'],
    ['no runs', [...RUN, '--runs', '0'], '--runs 0', 'from 1 to 10000'],
    ['a time limit', [...RUN, '--timeout', 'x'], '--timeout x is not a time', 'write --timeout 30s'],
    ['an interval', [...RUN, '--interval', '0ms'], '--interval 0ms is not a time', 'write --interval 10ms'],
    ['a memory limit', [...RUN, '--max-memory', 'abc'], '--max-memory abc', 'write --max-memory 512MiB'],
    [
      'a file that is not a Node',
      [...RUN, '--node', fixture('crashes')],
      'is not an executable file',
      'a version of Node or the path',
    ],
    ['a word that is not a Node', [...RUN, '--node', 'banana'], "'banana' is neither", 'such as 22'],
    ['a Node that is too old', [...RUN, '--node', '18'], 'Node 18 is too old', 'Node 20.19 and later'],
    [
      'a flag that Node does not have',
      [...RUN, '--node-flag=--none'],
      '--none',
      'check --node and --node-flag',
    ],
    ['a format of the list', ['list', '--json', '--markdown'], 'exclude each other', 'give one of them'],
    ['a format with a value', ['list', '--markdown=page'], '--markdown=page', 'write --markdown'],
    ['--all and a scenario', ['--all', ...RUN], '--all and --scenario exclude each other', ''],
    ['a reporter', [...RUN, '--reporter', 'junti'], 'there is no reporter junti', 'did you mean junit?'],
    ['two on stdout', [...RUN, '--reporter', 'junit,github'], 'both print to stdout', 'github=FILE'],
    [
      'a file of a reporter',
      [...RUN, '--reporter', 'junit=/dev/null'],
      'is not a file',
      'alone prints to stdout',
    ],
    [
      'an invocation to resume',
      ['--resume', 'none'],
      'no invocation to resume',
      'the id of a folder under results/',
    ],
    [
      'a file to resume',
      ['--resume', fixture('crashes')],
      'no invocation to resume',
      'the id of a folder under results/',
    ],
  ])('%s', async (_name, args, message, hint) => {
    const resultsRoot = makeResultsRoot();
    const { code, stdout, stderr } = await tidemark(
      ['list', 'baseline'].includes(args[0] ?? '') ? args : ['--results', resultsRoot, ...args],
    );
    expect({ code, stdout }).toEqual({ code: EXIT.usage, stdout: '' });
    expect(stderr).toMatch(/^tidemark: /);
    expect(stderr).toContain(message);
    expect(stderr).toContain(hint);
    // A stack does not help after a typing error.
    expect(stderr).not.toMatch(/^ +at /m);
    expect(existsSync(resultsRoot)).toBe(false);
  });
});

describe('a run', () => {
  test('has its results on stdout, its progress on stderr, and all of its files', async () => {
    const resultsRoot = makeResultsRoot();
    const { code, stdout, stderr } = await tidemark([
      ...['--scenario', 'await-drain', '--param', 'volume=1MiB,2MiB', '--runs', '2'],
      ...['--growth-volume', '4MiB', '--interval', '1ms', '--results', resultsRoot],
    ]);
    expect(code).toBe(EXIT.pass);
    expect(stdout).toMatch(/^await-drain {2}Waits for 'drain'/);
    expect(stdout).toContain('volume 1 MiB\n');
    expect(stdout).toMatch(/^await-drain: bounded, 0\.00 bytes retained per byte written/m);
    expect(stdout).not.toMatch(/case \d|results in/);
    expect(stdout).not.toContain(ESCAPE);

    const folder = findRunFolder(resultsRoot);
    // A wrapped line continues with two spaces.
    for (const line of stderr.trimEnd().split(/\n(?! {2})/)) {
      expect(line).toMatch(
        /^(case \d\/2, run \d+\/\d+: await-drain |results in |it will take about |! the machine was busy)/,
      );
    }
    expect(stderr).toContain(`results in ${folder}\n`);

    expect(readdirSync(folder).sort()).toEqual(COMPLETE_FILES);
    const report = reportSchema.parse(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')));
    expect(report.complete).toBe(true);
    expect(report.results.map(({ parameters }) => parameters.volume)).toEqual([1 * MiB, 2 * MiB]);
    const runs = report.results.flatMap(({ runs }) => runs);
    // Two measure runs and a profile run of each case, and five volumes up to 4 MiB.
    expect(runs).toHaveLength(2 * (2 + 1 + 5));
    expect(runs.map(({ index }) => index).sort((a, b) => a - b)).toEqual(runs.map((_run, index) => index));
    expect(readFileSync(join(folder, 'runs.csv'), 'utf8').trimEnd().split('\n')).toHaveLength(
      1 + runs.length,
    );
    const sampled = runs.reduce(
      (sum, { sampling, live }) => sum + (sampling?.count ?? live?.readings ?? 0),
      0,
    );
    expect(readFileSync(join(folder, 'samples.csv'), 'utf8').trimEnd().split('\n')).toHaveLength(1 + sampled);
  });

  test('with --json prints only the report to stdout', async () => {
    const resultsRoot = makeResultsRoot();
    const { code, stdout } = await tidemark([
      ...['run', '--scenario', 'baseline-noop', '--json', '--seed', '7', '--results', resultsRoot],
      ...QUICK,
    ]);
    expect(code).toBe(EXIT.pass);
    const report = reportSchema.parse(JSON.parse(stdout));
    expect(report).toMatchObject({ seed: 7, complete: true, results: [{ scenario: 'baseline-noop' }] });
    expect(JSON.parse(readFileSync(join(findRunFolder(resultsRoot), 'report.json'), 'utf8'))).toEqual(
      JSON.parse(stdout),
    );
  });

  test('with a failed expectation exits with 1, and names it', async () => {
    const { code, stdout } = await tidemark([
      ...['-s', fixture('promises-too-much'), '--results', makeResultsRoot()],
      ...QUICK,
    ]);
    expect(code).toBe(EXIT.failed);
    expect(stdout).toContain('✓ 1 of 2 expectations passed\n✗ expectation failed: a stream is watched\n');
  });

  test('that is expected never to finish passes if it does not, and fails otherwise', async () => {
    const waiting = [...QUICK, '-s', fixture('waits-forever'), '--json'];
    const asExpected = await tidemark([...waiting, '--results', makeResultsRoot()]);
    expect(asExpected.code).toBe(EXIT.pass);
    const [result] = reportSchema.parse(JSON.parse(asExpected.stdout)).results;
    expect(result?.runs[0]).toMatchObject({ outcome: { state: 'crashed' }, recorded: { steps: 1 } });
    expect(result?.expectations).toEqual([
      { text: 'every run ends in run(), as crashed', passed: true },
      { text: 'it reached the last step', passed: true },
    ]);
    const endings = [
      ['completes', EXIT.failed],
      ['throws', EXIT.pass],
      ['breaks-in-setup', EXIT.notMeasured],
    ] as const;
    for (const [ending, code] of endings) {
      const one = [...waiting, '-p', `ending=${ending}`, '--results', makeResultsRoot()];
      expect({ ending, code: (await tidemark(one)).code }).toEqual({ ending, code });
    }
  });

  test('that crashes exits with 3, says why, and prints the command that reproduces it', async () => {
    const { code, stdout } = await tidemark([
      ...['-s', fixture('crashes'), '--results', makeResultsRoot()],
      ...QUICK,
    ]);
    expect(code).toBe(EXIT.notMeasured);
    expect(stdout).toContain('✗ 1 of 1 runs (measure) crashed in run: TypeError: there is no sink\n');
    // Output of the scenario must not act as a workflow command.
    expect(stdout).not.toMatch(/^\s*::error/m);

    const command = /reproduce with:\n {2}(.*)\n/.exec(stdout)?.[1] ?? '';
    const again = spawn('/bin/sh', ['-c', command], { env: makeEnv({}), stdio: ['ignore', 'pipe', 'pipe'] });
    const [printed, [exitCode]] = await Promise.all([
      text(again.stderr),
      once(again, 'close'),
      text(again.stdout),
    ]);
    expect(exitCode).toBe(1);
    expect(printed).toContain('TypeError: there is no sink');
    // With the line of the source file.
    expect(printed).toContain('crashes.ts:15');
  });

  test('is reported to CI: below the tables, in files, and in the job summary', async () => {
    const [junit, summary] = [join(root, 'reported/junit.xml'), join(root, 'summary.md')];
    const requested = ['--reporter', `github,junit=${junit}`, '-s', fixture('promises-too-much')];
    const { code, stdout } = await tidemark([...requested, '--results', makeResultsRoot(), ...QUICK], {
      GITHUB_STEP_SUMMARY: summary,
    });
    expect(code).toBe(EXIT.failed);
    expect(stdout).toMatch(
      /✗ expectation failed[^\n]*\n\n::error (file=.*promises-too-much\.ts,)?title=promises-too-much::expectation failed: a stream is watched\. shown by: npx tidemark run --scenario [^\n]*\n$/,
    );
    expect(parseXml(readFileSync(junit, 'utf8').trimEnd()).attributes).toMatchObject({
      tests: '3',
      failures: '1',
    });
    expect(readFileSync(summary, 'utf8')).toContain('## tidemark: expectations failed');
  });

  test('is on stdout only in the format of the reporter, even if it crashed', async () => {
    const requested = ['--reporter', 'junit', '-s', fixture('crashes'), '--results', makeResultsRoot()];
    const { code, stdout } = await tidemark([...requested, ...QUICK]);
    expect(code).toBe(EXIT.notMeasured);
    expect(parseXml(stdout.trimEnd()).attributes).toMatchObject({ errors: '1' });
    expect(stdout).not.toMatch(/^\s*::error/m);
  });

  test('whose reporter cannot write exits with 6 before anything is measured', async () => {
    const file = join(root, 'in-the-way');
    writeFileSync(file, '');
    const resultsRoot = makeResultsRoot();
    const { code, stderr } = await tidemark([
      ...['-s', 'baseline-noop', '--reporter', `json=${join(file, 'a.json')}`, '--results', resultsRoot],
      ...QUICK,
    ]);
    expect(code).toBe(EXIT.resultsNotWritten);
    expect(stderr).toContain('in-the-way is not a folder');
    expect(existsSync(resultsRoot)).toBe(false);
  });

  test('whose results cannot be written exits with 6 before anything is measured', async () => {
    const file = join(root, 'a-file');
    writeFileSync(file, '');
    const { code, stdout, stderr } = await tidemark([
      ...['-s', 'baseline-noop', '--results', join(file, 'below')],
      ...QUICK,
    ]);
    expect({ code, stdout }).toEqual({ code: EXIT.resultsNotWritten, stdout: '' });
    expect(stderr).toMatch(/^tidemark: results could not be written to .*a-file\/below/);
    expect(stderr).toContain('choose another with --results');
  });
});

test('the order of the runs is drawn from --seed', async () => {
  const scenario = join(root, 'two-values.ts');
  const parameters = "{ value: choice(['first', 'second']) }";
  writeFileSync(
    scenario,
    `import { choice } from 'tidemark';\nexport default { parameters: ${parameters}, run() {} };`,
  );
  const resultsRoot = makeResultsRoot();
  const words = ['-s', scenario, '-p', 'value=all', '--seed', '7', '--runs', '4', '--results', resultsRoot];
  expect(await tidemark([...words, '--no-growth', '--no-profile'])).toMatchObject({ code: EXIT.pass });
  const journal = readFileSync(join(findRunFolder(resultsRoot), 'journal.ndjson'), 'utf8');
  const order = journal
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).result.parameters.value);
  const planned = ['first', 'second'].flatMap((value) => Array<string>(4).fill(value));
  // 8! / (4! * 4!): a random order is this one in one of 70 cases.
  expect(order).toEqual(shuffle(planned, makeRandom(7)));
});

describe('an interruption', () => {
  test.each([
    ['SIGINT', EXIT.interrupted],
    ['SIGTERM', EXIT.terminated],
  ] as const)('by %s exits with %d, saves what was measured, and can be resumed', async (signal, status) => {
    const resultsRoot = makeResultsRoot();
    const file = join(root, `created-${status}`);
    const env = { TIDEMARK_TEST_FILE: file };
    const child = start(
      [
        ...['-s', 'baseline-noop', '-s', fixture('waits-for-a-file'), '--env', 'TIDEMARK_TEST_FILE'],
        ...['--node', 'current', '--results', resultsRoot, ...QUICK],
      ],
      env,
    );
    const [stdout, stderr] = [text(child.stdout), text(child.stderr)];
    await waitFor(child.stderr, /waits-for-a-file measure/);
    child.kill(signal);
    const [code] = await once(child, 'close');
    expect(code).toBe(status);
    expect(await stdout).toContain('baseline-noop: no stream is watched');
    const folder = findRunFolder(resultsRoot);
    expect(await stderr).toContain(`Resume with: tidemark run --resume ${folder}\n`);
    expect(readdirSync(folder)).not.toContain('samples.csv');
    const partial = reportSchema.parse(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')));
    expect(partial).toMatchObject({ complete: false, results: [{ scenario: 'baseline-noop' }] });

    // It continues with the binary that was found then, whatever the options would select now.
    const invocation = readFileSync(join(folder, 'invocation.json'), 'utf8');
    expect(JSON.parse(invocation)).toMatchObject({ nodePaths: [process.execPath] });
    writeFileSync(join(folder, 'invocation.json'), invocation.replace('"current"', '"no-such-node"'));

    writeFileSync(file, '');
    const resumed = await tidemark(['run', '--resume', folder], env);
    expect(resumed.code).toBe(EXIT.pass);
    expect(resumed.stdout).toContain('waits-for-a-file  Does nothing until a file exists');
    expect(readdirSync(folder).sort()).toEqual([...COMPLETE_FILES, 'output'].sort());
    const report = reportSchema.parse(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')));
    expect(report).toMatchObject({ id: partial.id, seed: partial.seed, complete: true });
    expect(report.results.map(({ scenario }) => scenario)).toEqual(['baseline-noop', 'waits-for-a-file']);
    // The first run is the saved one.
    expect(report.results[0]).toEqual(partial.results[0]);
    // The output of the interrupted run has been replaced by that of the run that was made instead.
    const { output } = report.results[1]?.runs[0] ?? {};
    expect(output).toEqual({
      bytes: 18,
      file: 'output/1.txt',
      isCut: false,
      lastLines: ['the file is there'],
    });
    expect(readFileSync(join(folder, output?.file ?? ''), 'utf8')).toBe('the file is there\n');

    const again = await tidemark(['run', '--resume', folder], env);
    expect(again.code).toBe(EXIT.usage);
    expect(again.stderr).toContain('is complete');
  });
});

test('an invocation is not resumed while it runs, nor with another program', async () => {
  const resultsRoot = makeResultsRoot();
  const scenario = join(root, 'edited.ts');
  const waits = readFileSync(fixture('waits-for-a-file'), 'utf8');
  writeFileSync(scenario, waits);
  const env = { TIDEMARK_TEST_FILE: join(root, 'never-created') };
  const child = start(
    ['-s', scenario, '--env', 'TIDEMARK_TEST_FILE', '--results', resultsRoot, ...QUICK],
    env,
  );
  await waitFor(child.stderr, /measure/);
  const folder = findRunFolder(resultsRoot);
  const second = await tidemark(['run', '--resume', folder], env);
  expect({ code: second.code, stdout: second.stdout }).toEqual({ code: EXIT.usage, stdout: '' });
  expect(second.stderr).toContain(`process ${child.pid} is writing ${folder}\n`);

  // Its lock stays, and is that of a process that is gone.
  child.kill('SIGKILL');
  await once(child, 'close');
  writeFileSync(scenario, `${waits}\nexport const version = 2;`);
  const edited = await tidemark(['run', '--resume', folder], env);
  expect({ code: edited.code, stdout: edited.stdout }).toEqual({ code: EXIT.usage, stdout: '' });
  expect(edited.stderr).toContain(`${folder} cannot be resumed: the scenario edited.ts has been changed\n`);
});

test('a reader that closes the pipe is not an error', async () => {
  const child = start(['list']);
  // Closed before the first byte: every write meets a broken pipe.
  child.stdout.destroy();
  const [stderr, [code]] = await Promise.all([text(child.stderr), once(child, 'close')]);
  expect({ code, stderr }).toEqual({ code: EXIT.pass, stderr: '' });
});

describe.skipIf(process.platform !== 'linux')('a disk that is full does not end the work:', () => {
  /** Like `run`, with stdout or stderr or both on a full disk. */
  async function runOnFullDisk(args: readonly string[], full: readonly ('stdout' | 'stderr')[]) {
    const disk = openSync('/dev/full', 'w');
    const to = (name: 'stdout' | 'stderr') => (full.includes(name) ? disk : 'pipe');
    const child = spawn(process.execPath, [CLI, ...args], {
      ...{ cwd: root, env: makeEnv({}) },
      stdio: ['ignore', to('stdout'), to('stderr')],
    });
    closeSync(disk);
    const output = child.stdout ?? child.stderr;
    const [said, [code]] = await Promise.all([output === null ? '' : text(output), once(child, 'close')]);
    return { code, said };
  }

  test('the report is written, and the exit code is that of output that is missing', async () => {
    const resultsRoot = makeResultsRoot();
    const args = ['-s', 'baseline-noop', '--results', resultsRoot, ...QUICK];
    expect(await runOnFullDisk(args, ['stdout', 'stderr'])).toMatchObject({ code: EXIT.resultsNotWritten });
    expect(readdirSync(findRunFolder(resultsRoot)).sort()).toEqual(COMPLETE_FILES);
  });

  test('the reason is said, if that is possible', async () => {
    const { code, said } = await runOnFullDisk(['list'], ['stdout']);
    expect(code).toBe(EXIT.resultsNotWritten);
    expect(said).toMatch(/^tidemark: the output could not be written to stdout: ENOSPC.*\n$/);
  });

  test('a mistake still exits with 2', async () => {
    expect(await runOnFullDisk(['lsit'], ['stderr'])).toEqual({ code: EXIT.usage, said: '' });
  });
});

test('a temporary folder that does not exist exits with 6, and says what to try', async () => {
  const missing = join(root, 'no-such-folder');
  const args = ['-s', 'baseline-noop', '--results', makeResultsRoot(), ...QUICK];
  const { code, stdout, stderr } = await tidemark(args, { TMPDIR: missing });
  expect({ code, stdout }).toEqual({ code: EXIT.resultsNotWritten, stdout: '' });
  expect(stderr).toContain(`no temporary folder can be made in ${missing}: ENOENT`);
  expect(stderr).toContain('set TMPDIR to a folder that exists');
});

describe('colours', () => {
  test.each([
    [{}, false],
    [{ FORCE_COLOR: '1' }, true],
    [{ FORCE_COLOR: '0' }, false],
    [{ CI: 'true' }, false],
    [{ NO_COLOR: '1', FORCE_COLOR: '1' }, false],
  ])('with %j in the environment and no terminal: %s', async (env, areThere) => {
    const { stdout } = await tidemark(['list'], env);
    expect(stdout.includes(ESCAPE)).toBe(areThere);
  });

  test('are in errors as well', async () => {
    expect((await tidemark([], { FORCE_COLOR: '1' })).stderr).toContain(`${ESCAPE}[31mtidemark:`);
    expect((await tidemark([])).stderr).not.toContain(ESCAPE);
  });
});
