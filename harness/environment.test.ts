import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { getDefaultHighWaterMark } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { defaultMaxMemory, describeEnvironment, probeNode } from './environment.ts';
import { UsageError } from './errors.ts';
import { reportSchema } from './report-schema.ts';
import { makeReport } from './test/builders.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidemark-test-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function refusal(execPath: string, flags: readonly string[] = []): UsageError {
  try {
    probeNode(execPath, flags);
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

describe('a Node', () => {
  test('has the fields that differ between versions', () => {
    expect(probeNode(process.execPath, [])).toEqual({
      node: process.versions.node,
      v8: process.versions.v8,
      uv: process.versions.uv,
      execPath: process.execPath,
      defaultHighWaterMarkBytes: getDefaultHighWaterMark(false),
      bufferPoolSizeBytes: 8192,
    });
  });

  test('is refused if there is none', () => {
    const { message, hint } = refusal(join(folder, 'none'));
    expect(message).toContain(`${join(folder, 'none')} does not run: `);
    expect(hint).toBe('--node takes a version of Node or the path of its binary');
  });

  test('is refused with its own message if it does not know a flag', () => {
    const { message, hint } = refusal(process.execPath, ['--no-such-flag']);
    expect(message).toMatch(/does not run: .*bad option: --no-such-flag/);
    expect(hint).toBe('check --node and --node-flag');
  });

  describe.skipIf(process.platform === 'win32')('that is another program', () => {
    /** A program that prints `text`, whatever it is requested. */
    function makeProgram(name: string, text: string): string {
      const path = join(folder, name);
      writeFileSync(path, `#!/bin/sh\ncat <<'END'\n${text}\nEND\n`, { mode: 0o700 });
      return path;
    }

    test('is refused', () => {
      expect(refusal(makeProgram('chatty', 'hello')).message).toContain('does not run: ');
    });

    test.each(['18.20.0', '20.18.3'])('and reports Node %s is refused: it is too old', (node) => {
      const { message, hint } = refusal(makeProgram(`node-${node}`, JSON.stringify({ node })));
      expect(message).toMatch(new RegExp(` is Node ${node}$`));
      expect(hint).toBe('tidemark measures Node 20.19 and later');
    });

    test.each(['20.19.0', '21.0.0', '100.1.0'])('and reports Node %s is accepted', (node) => {
      expect(probeNode(makeProgram(`node-${node}`, JSON.stringify({ node })), []).node).toBe(node);
    });
  });
});

test('the environment conforms to the schema of a report', () => {
  const node = probeNode(process.execPath, []);
  const limits = { maxMemoryBytes: 1000, timeoutMs: 60_000 };
  const environment = describeEnvironment([node, { ...node, node: '22.12.0' }], ['--expose-gc'], limits);
  expect(environment).toMatchObject({
    ...node,
    ...limits,
    flags: ['--expose-gc'],
    platform: process.platform,
  });
  expect(environment.nodes.map((one) => one.node)).toEqual([node.node, '22.12.0']);
  const report = makeReport({ environment });
  expect(reportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
});

test('a run may use at most half of the available memory', () => {
  expect(defaultMaxMemory()).toBeGreaterThan(0);
  expect(defaultMaxMemory()).toBeLessThanOrEqual(totalmem() / 2);
});
