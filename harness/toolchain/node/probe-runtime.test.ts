import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { UsageError } from '../../errors.ts';
import { describeThisMachine } from '../../processes/this-machine.ts';
import { FOUND_RUNTIMES, withRuntime } from '../../test/find-runtimes.ts';
import { probeRuntime, type RuntimeSearch } from './probe-runtime.ts';

const TAKES = '--runtime takes bun or deno, if it is on PATH, or the path of its binary';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidemark-test-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function refusal(word: string, search?: RuntimeSearch): UsageError {
  try {
    probeRuntime(word, search);
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

describe.skipIf(process.platform === 'win32')('a program', () => {
  let count = 0;
  function makeProgram(script: string, mode = 0o700): string {
    count += 1;
    const path = join(folder, `program-${count}`);
    writeFileSync(path, `#!/bin/sh\n${script}\n`, { mode });
    return path;
  }
  const print = (text: string): string => `cat <<'END'\n${text}\nEND`;
  const answer = (versions: Readonly<Record<string, string>>, other: object = {}): string =>
    print(
      JSON.stringify({
        versions: { node: '26.3.0', v8: '14.6', uv: '1.52', ...versions },
        ...{ execPath: '/bin/it', defaultHighWaterMarkBytes: 65_536, bufferPoolSizeBytes: 8192 },
        ...other,
      }),
    );
  /** A program that evaluates text as Deno does. */
  const onlyEval = (script: string): string =>
    `[ "$1" = eval ] || { echo "error: unexpected argument '-e' found" >&2; exit 1; }\n${script}`;

  test('that answers as Bun is Bun, without a V8 and a libuv that it does not have', () => {
    const path = makeProgram(answer({ bun: '1.4.5', webkit: 'd6375c' }));
    expect(probeRuntime(path)).toEqual({
      node: 'Bun 1.4.5',
      ...{ v8: '–', uv: '–', execPath: '/bin/it' },
      ...{ defaultHighWaterMarkBytes: 65_536, bufferPoolSizeBytes: 8192 },
      runtime: { name: 'Bun', version: '1.4.5', node: '26.3.0' },
    });
  });

  test('that only answers to eval, as Deno, is Deno, with its V8', () => {
    const path = makeProgram(onlyEval(answer({ deno: '2.9.6' })));
    expect(probeRuntime(path)).toMatchObject({
      ...{ node: 'Deno 2.9.6', v8: '14.6', uv: '–' },
      runtime: { name: 'Deno', version: '2.9.6', node: '26.3.0' },
    });
  });

  test('is found on PATH by its name', () => {
    const path = makeProgram(answer({ bun: '1.4.5' }));
    const machine = { ...describeThisMachine(), env: { PATH: folder } };
    expect(probeRuntime(basename(path), { machine })).toMatchObject({ node: 'Bun 1.4.5' });
  });

  test('that answers as Node is refused with the option for Nodes', () => {
    const path = makeProgram(answer({}));
    expect(refusal(path)).toMatchObject({
      message: `${path} answers as Node 26.3.0, not as Bun or Deno`,
      hint: `to measure a Node: --node ${path}`,
    });
  });

  test.each([
    ['text', 'hello', 'hello'],
    ['nothing', '', 'nothing'],
    ['null', 'null', 'null'],
    ['versions alone', '{"versions":{"bun":"1.4.5"}}', '{"versions":{"bun":"1.4.5"}}'],
  ])('that answers %s is refused with its answer', (_what, text, quoted) => {
    const path = makeProgram(print(text));
    expect(refusal(path)).toMatchObject({
      message: `${path} is neither Bun nor Deno: it answered ${quoted}`,
      hint: TAKES,
    });
  });

  test('that answers with a size that is none is refused', () => {
    const path = makeProgram(answer({ bun: '1.4.5' }, { bufferPoolSizeBytes: '8192' }));
    expect(refusal(path).message).toContain(`${path} is neither Bun nor Deno: it answered`);
  });

  test('that fails is refused with what it printed', () => {
    const path = makeProgram('echo "no such thing" >&2; exit 3');
    expect(refusal(path).message).toBe(`${path} is neither Bun nor Deno: no such thing`);
  });

  test('that never answers is killed and refused', () => {
    const path = makeProgram("trap '' TERM\nwhile :; do :; done");
    expect(refusal(path, { answerLimitMs: 100 }).message).toBe(
      `${path} did not answer within 0.1 s, and was killed`,
    );
  });

  test('that is no file, or cannot be executed, is refused', () => {
    const missing = join(folder, 'none');
    expect(refusal(missing).message).toBe(`there is no file ${missing}`);
    const plain = makeProgram('', 0o600);
    expect(refusal(plain).message).toBe(`${plain} is not an executable file`);
  });
});

test.each(['', 'no-such-runtime'])("the name '%s', which is not on PATH, is refused", (word) => {
  expect(refusal(word)).toMatchObject({
    message: `'${word}' is neither a program on PATH nor a file`,
    hint: TAKES,
  });
});

describe.each(FOUND_RUNTIMES)('%s', (name, path) => {
  test.skipIf(path === undefined)(`is known by its own answer: ${withRuntime(name)}`, () => {
    const { node, runtime, execPath } = probeRuntime(path ?? '');
    expect(runtime?.name).toBe(name);
    expect(node).toBe(`${name} ${runtime?.version}`);
    expect(execPath).not.toBe(process.execPath);
  });
});
