/** What programs see and print is the same with and without the doctor: harness/doctor/README.md says what is not. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { compiled, packageRoot } from '../package-root.ts';
import { SETTINGS_VARIABLE } from './snapshot.ts';

const PRELOAD = compiled('harness/doctor/preload.cjs');
const DOCTOR = compiled('harness/doctor/doctor.cjs');
const FIXTURES = join(packageRoot, 'harness/doctor/fixtures');
/** To try another version by hand. */
const NODE = process.env.TIDEMARK_TRANSPARENCY_NODE ?? process.execPath;
const MAJOR = Number(execFileSync(NODE, ['--version'], { encoding: 'utf8' }).slice(1).split('.')[0]);

interface Seen {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Files that the doctor has written. */
  readonly snapshots: number;
}

describe('a program runs with the doctor as it does without', () => {
  const programs = readdirSync(join(FIXTURES, 'programs')).map((name) => join(FIXTURES, 'programs', name));
  const covered = programs.filter((path) => MAJOR >= Number(markOf(path, 'since') ?? 0));
  test.each(covered.map((path) => [basename(path), path]))('%s', async (name, path) => {
    const [without, with_] = await seeBoth(path);
    expect({ ...with_, snapshots: 0 }).toEqual({ ...without, snapshots: 0 });
    // One that may write no file leaves none.
    expect(with_.snapshots > 0).toBe(name !== 'permission.cjs');
  });
});

/** Named in the README. */
const NEW_PROPERTIES = [
  /^process\.__proto__\.emit\b/,
  /^process\._preload_modules\.0\b/,
  /^stream\.(Readable|Writable)\.\1State\.prototype\.length\b/,
  /^(stream\/web|globalThis)\.(Readable|Writable|Transform)Stream\.prototype\.Symbol\(kState\)/,
];

test('of all that can be reached from the modules of Node.js, nothing is missing, and what is new is known', async () => {
  const [without, with_] = await seeBoth(join(FIXTURES, 'everything-reachable.mjs'));
  const [before, after] = [without, with_].map(({ stdout }) => stdout.split('\n')) as [string[], string[]];
  expect(before.length).toBeGreaterThan(10_000);
  const [had, has] = [new Set(before), new Set(after)];
  expect(before.filter((line) => !has.has(line))).toEqual([]);
  const added = after.filter((line) => !had.has(line));
  expect(added.filter((line) => !NEW_PROPERTIES.some((known) => known.test(line)))).toEqual([]);
  // The comparison would see a difference.
  expect(added.length).toBeGreaterThan(0);
});

const seeBoth = async (path: string): Promise<[Seen, Seen]> =>
  Promise.all([see(path, false), see(path, true)]);

async function see(path: string, isExamined: boolean): Promise<Seen> {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-transparency-'));
  // By the environment, as `tidemark doctor` does it: workers and children are covered as well.
  const { NODE_OPTIONS, ...env } = process.env;
  if (isExamined) {
    env.NODE_OPTIONS = `--require=${JSON.stringify(PRELOAD)}`;
    env[SETTINGS_VARIABLE] = JSON.stringify({ folder });
  }
  try {
    const flags = markOf(path, 'flags')?.split(' ') ?? [];
    const child = spawn(NODE, [...flags, path], { env, stdio: ['pipe', 'pipe', 'pipe'] });
    // A program that ends at once has closed it.
    child.stdin.on('error', () => {}).end('what is read');
    const [stdout, stderr, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'close'),
    ]);
    return { code, stdout, stderr: withoutOwn(stderr), snapshots: readdirSync(folder).length };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Frames of wrapped methods are seen in stacks; process ids differ from run to run. */
const withoutOwn = (stderr: string): string =>
  stderr
    .split('\n')
    .filter((line) => !line.includes(DOCTOR))
    .join('\n')
    .replaceAll(/\(node:\d+\)/g, '(node)');

/** `// flags: --permission`, `// since: 24` at the top of a fixture. */
const markOf = (path: string, name: string): string | undefined =>
  new RegExp(`^// ${name}: (.*)$`, 'm').exec(readFileSync(path, 'utf8'))?.[1];
