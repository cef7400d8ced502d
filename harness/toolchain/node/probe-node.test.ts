import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getDefaultHighWaterMark } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { UsageError } from '../../errors.ts';
import { probeNode } from './probe-node.ts';

const MiB = 1024 * 1024;
const ONLY_NODE = 'tidemark measures Node.js only: --node takes a version of Node or the path of its binary';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidemark-test-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function refusal(execPath: string, flags: readonly string[] = [], limitMs?: number): UsageError {
  try {
    probeNode(execPath, flags, limitMs);
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

test('a Node has the fields that differ between versions', () => {
  expect(probeNode(process.execPath, [])).toEqual({
    node: process.versions.node,
    v8: process.versions.v8,
    uv: process.versions.uv,
    execPath: process.execPath,
    defaultHighWaterMarkBytes: getDefaultHighWaterMark(false),
    bufferPoolSizeBytes: Buffer.poolSize,
  });
});

test('a Node that does not know a flag is refused with its own message', () => {
  const { message, hint } = refusal(process.execPath, ['--no-such-flag']);
  expect(message).toMatch(/does not run: .*bad option: --no-such-flag/);
  expect(hint).toBe('check --node and --node-flag');
});

const REST = { v8: '13.6', uv: '1.51', defaultHighWaterMarkBytes: 65_536, bufferPoolSizeBytes: 65_536 };

describe.skipIf(process.platform === 'win32')('a program', () => {
  let count = 0;
  function makeProgram(script: string, mode = 0o700): string {
    count += 1;
    const path = join(folder, `program-${count}`);
    writeFileSync(path, `#!/bin/sh\n${script}\n`, { mode });
    return path;
  }
  const print = (text: string): string => `cat <<'END'\n${text}\nEND`;

  /** A program that answers the probe as this runtime would. */
  const answer = (versions: Readonly<Record<string, string>>, other: object = {}): string =>
    makeProgram(
      print(
        JSON.stringify({
          versions: { v8: '13.6', uv: '1.51', ...versions },
          release: 'node',
          arrayBuffersBytes: MiB,
          environment: { node: versions.node, execPath: '/bin/it', ...REST },
          ...other,
        }),
      ),
    );

  test.each(['20.19.0', '21.0.0', '100.1.0'])('that answers as Node %s is accepted', (node) => {
    expect(probeNode(answer({ node }), []).node).toBe(node);
  });

  test.each(['18.20.0', '20.18.3'])('that answers as Node %s is refused: it is too old', (node) => {
    const { message, hint } = refusal(answer({ node }));
    expect(message).toMatch(new RegExp(` is Node ${node}$`));
    expect(hint).toBe('tidemark measures Node 20.19 and later');
  });

  test.each([
    ['bun', 'Bun 1.3.1'],
    ['deno', 'Deno 1.3.1'],
    ['electron', 'Electron 1.3.1'],
    ['nw', 'NW.js 1.3.1'],
  ])('that also has a version of %s is refused as %s, although it answers as Node', (name, shown) => {
    const path = answer({ node: '26.3.0', [name]: '1.3.1' });
    expect(refusal(path).message).toBe(`${path} is ${shown}, not Node`);
  });

  test.each(['bun', 'deno'])('that is %s is refused with the option that measures it', (name) => {
    const path = answer({ node: '26.3.0', [name]: '1.3.1' });
    expect(refusal(path).hint).toBe(
      `for its counters, growth of those, and peak RSS: tidemark run --runtime ${path}`,
    );
  });

  test('that is another runtime is refused with what can be measured', () => {
    expect(refusal(answer({ node: '26.3.0', electron: '1.3.1' })).hint).toBe(ONLY_NODE);
  });

  test('whose release is not that of Node is refused by the name of its release', () => {
    const path = answer({ node: '26.3.0' }, { release: 'quick' });
    expect(refusal(path).message).toBe(`${path} is quick, not Node`);
  });

  test('that does not count ArrayBuffers is refused, whatever it is called', () => {
    const path = answer({ node: '26.3.0' }, { arrayBuffersBytes: 0 });
    expect(refusal(path).message).toBe(
      `${path} is not Node: its process.memoryUsage() does not count an ArrayBuffer of 1 MiB`,
    );
  });

  test('that only knows its own commands is refused by the name that its --version has', () => {
    const path = makeProgram(`
      if [ "$1" = --version ]; then echo 'deno 2.5.6 (stable, release)'; exit 0; fi
      echo "error: unexpected argument '-e' found" >&2; exit 1`);
    expect(refusal(path).message).toBe(`${path} is Deno 2.5.6, not Node`);
  });

  test.each([
    ['text', 'hello', 'hello'],
    ['nothing', '', 'nothing'],
    ['other JSON', '{"node":"26.3.0"}', '{"node":"26.3.0"}'],
    ['null', 'null', 'null'],
  ])('that answers %s is refused with its answer', (_what, text, quoted) => {
    const path = makeProgram(print(text));
    expect(refusal(path).message).toBe(`${path} is not Node: it answered ${quoted}`);
  });

  test('that never answers is killed and refused, even if it ignores SIGTERM', () => {
    const path = makeProgram("trap '' TERM\nwhile :; do :; done");
    expect(refusal(path, [], 100).message).toBe(`${path} did not answer within 0.1 s, and was killed`);
  });

  test.each([{ v8: 13 }, { uv: null }, { defaultHighWaterMarkBytes: -1 }, { bufferPoolSizeBytes: '8' }])(
    'that answers as Node, but with %j, is refused',
    (wrong) => {
      const environment = { node: '22.0.0', execPath: '/bin/it', ...REST, ...wrong };
      const path = answer({ node: '22.0.0' }, { environment });
      expect(refusal(path).message).toContain(`${path} is not Node: it answered`);
    },
  );

  test('whose answer does not end is refused', () => {
    const path = makeProgram('while :; do echo 0123456789012345678901234567890123456789; done');
    expect(refusal(path).message).toBe(`${path} is not Node: its answer does not end`);
  });

  test('that ends with an error is refused with what it printed', () => {
    const path = makeProgram('echo "no such thing" >&2; exit 3');
    expect(refusal(path)).toMatchObject({
      message: `${path} does not run: no such thing`,
      hint: ONLY_NODE,
    });
  });

  test('that does not exist, or cannot be executed, is refused', () => {
    const missing = join(folder, 'none');
    expect(refusal(missing).message).toBe(`there is no file ${missing}`);
    const plain = makeProgram('', 0o600);
    expect(refusal(plain).message).toBe(`${plain} is not an executable file`);
    const directory = join(folder, 'directory');
    mkdirSync(directory);
    expect(refusal(directory).message).toBe(`${directory} is not an executable file`);
  });
});
