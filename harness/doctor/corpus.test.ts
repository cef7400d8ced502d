import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { beforeAll, describe, expect, test } from 'vitest';
import { compiled, packageRoot } from '../package-root.ts';
import { diagnose } from './diagnosis/diagnose.ts';
import type { Finding } from './findings.ts';
import { explainMemory } from './outside/explain-memory.ts';
import { SETTINGS_VARIABLE, type ThreadSnapshot } from './snapshot.ts';

const PRELOAD = compiled('harness/doctor/preload.cjs');
const CORPUS = join(packageRoot, 'harness/doctor/corpus');
/** To try another version by hand. */
const NODE = process.env.TIDEMARK_CORPUS_NODE ?? process.execPath;
/** A program that floods its stdout prints this on stderr: until then nobody reads it. */
const ALL_WRITTEN = 'all is written';
/** With less, one chunk more or less is much. */
const WORTH_EXPLAINING_BYTES = 4 * 1024 * 1024;
/** Node.js 20 aborts once in thousands of processes where V8 still compiles at the exit. */
const ABORTED_AT_EXIT = 'NodePlatform::ForIsolate';
/** Only against a program that never ends. */
const HANG_MS = 3 * 60 * 1000;

const programsIn = (kind: 'guilty' | 'innocent'): string[] =>
  readdirSync(join(CORPUS, kind))
    .filter((name) => name.endsWith('.mjs'))
    .map((name) => join(CORPUS, kind, name));

const guilty = programsIn('guilty');
const innocent = programsIn('innocent');
const examined = new Map<string, Examined>();

beforeAll(async () => {
  const left = [...guilty, ...innocent];
  const examineNext = async (): Promise<void> => {
    for (let path = left.pop(); path !== undefined; path = left.pop()) {
      examined.set(path, await examine(path));
    }
  };
  // They mostly wait.
  await Promise.all(Array.from({ length: 4 }, examineNext));
});

describe('a guilty program has one alarm, at its line', () => {
  test.each(guilty.map((path) => [nameOf(path), path]))('%s', (_name, path) => {
    const { alarms, truthBytes } = of(path);
    const { line, streamClass } = markedIn(path);
    expect(alarms).toMatchObject([
      { site: { file: path, line }, ...(streamClass !== '' && { streamClass }) },
    ]);
    if (readFileSync(path, 'utf8').includes('truth.mjs')) expect(truthBytes).toBeGreaterThan(0);
    if (alarms[0]?.kind !== 'ignored-backpressure') return;
    expect(alarms[0]?.peakBufferedBytes).toBeGreaterThanOrEqual(truthBytes / 2);
  });
});

test('most of what lives in ArrayBuffers is explained, where a guilty program fills queues', () => {
  const shares = guilty.flatMap((path) => {
    const { alarms, explained } = of(path);
    const { peakLiveArrayBuffersBytes: live, explainedBytes } = explained;
    return alarms[0]?.kind === 'ignored-backpressure' && live >= WORTH_EXPLAINING_BYTES
      ? [[nameOf(path), explainedBytes / live] as const]
      : [];
  });
  expect(shares.length).toBeGreaterThan(10);
  expect(shares.filter(([, share]) => share < 0.6)).toEqual([]);
});

describe('an innocent program has no alarm', () => {
  test.each(innocent.map((path) => [nameOf(path), path]))('%s', (_name, path) => {
    const { alarms, threads } = of(path);
    expect(threads).toBeGreaterThan(0);
    expect(alarms).toEqual([]);
  });
});

interface Examined {
  readonly alarms: readonly Finding[];
  readonly threads: number;
  readonly truthBytes: number;
  readonly explained: ReturnType<typeof explainMemory>;
}

async function examine(path: string, isAgain = false): Promise<Examined> {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-corpus-'));
  try {
    const child = spawn(NODE, ['--require', PRELOAD, path], {
      env: { ...process.env, [SETTINGS_VARIABLE]: JSON.stringify({ folder }) },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: HANG_MS,
      killSignal: 'SIGKILL',
    });
    const exited = once(child, 'exit');
    const [stderr] = await Promise.all([text(child.stderr), read(child, path), exited]);
    if (!isAgain && stderr.includes(ABORTED_AT_EXIT)) return await examine(path, true);
    expect(child.exitCode, `${path}: ${stderr}`).toBe(0);
    const threads = readThreads(folder);
    const findings = diagnose(threads);
    return {
      alarms: findings.filter(({ level }) => level === 'alarm'),
      explained: explainMemory(threads, findings),
      threads: threads.length,
      truthBytes: Math.max(
        0,
        ...Array.from(stderr.matchAll(/^truth=(\d+)$/gm), ([, bytes]) => Number(bytes)),
      ),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function read(
  { stdout, stderr }: { readonly stdout: Readable; readonly stderr: Readable },
  path: string,
): Promise<void> {
  const closed = once(stdout, 'close');
  if (readFileSync(path, 'utf8').includes(ALL_WRITTEN))
    stderr.on('data', (chunk: Buffer) => {
      if (chunk.includes(ALL_WRITTEN)) stdout.resume();
    });
  else stdout.resume();
  await closed;
}

/** The last snapshot of each thread. */
function readThreads(folder: string): ThreadSnapshot[] {
  const last = new Map<string, ThreadSnapshot>();
  for (const name of readdirSync(folder)) {
    const snapshot: ThreadSnapshot = JSON.parse(readFileSync(join(folder, name), 'utf8'));
    const key = `${snapshot.pid} ${snapshot.thread}`;
    if (snapshot.sequence > (last.get(key)?.sequence ?? 0)) last.set(key, snapshot);
  }
  return [...last.values()];
}

function of(path: string): Examined {
  const found = examined.get(path);
  if (found === undefined) throw new Error(`${path} was not run`);
  return found;
}

const nameOf = (path: string): string => path.split('/').slice(-1).join();

/** `// GUILTY ClassName` on the line that is to be named. */
function markedIn(path: string): { readonly line: number; readonly streamClass: string } {
  const lines = readFileSync(path, 'utf8').split('\n');
  const index = lines.findIndex((line) => line.includes('// GUILTY'));
  const [, streamClass = ''] = /\/\/ GUILTY (\w+)/.exec(lines[index] ?? '') ?? [];
  return { line: index + 1, streamClass };
}
