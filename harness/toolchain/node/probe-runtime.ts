/** What a binary answers that --runtime names: it must be Bun or Deno. */
import { resolve } from 'node:path';
import type { NodeEnvironment } from '../../environment.ts';
import { UsageError } from '../../errors.ts';
import { isFile, listOnPath } from '../../processes/find-program.ts';
import { describeThisMachine, type Machine } from '../../processes/this-machine.ts';
import { launchOf, RUNTIME_NAMES, type Runtime, versionOf } from '../../runtimes/runtime.ts';
import { quoteForShell } from '../../words/quote-for-shell.ts';
import { ANSWER_LIMIT_MS, type Answer, askBinary, describeUnasked, quoteAnswer } from './ask-binary.ts';

const PROBE = `const { versions, execPath } = process;
const { getDefaultHighWaterMark } = process.getBuiltinModule('node:stream');
process.stdout.write(JSON.stringify({
  versions, execPath, defaultHighWaterMarkBytes: getDefaultHighWaterMark(false), bufferPoolSizeBytes: Buffer.poolSize,
}))`;

/** Stored for what it does not have: Bun runs on JavaScriptCore, and neither uses libuv as Node does. */
const NONE = '–';

const TAKES = '--runtime takes bun or deno, if it is on PATH, or the path of its binary';

export interface RuntimeSearch {
  readonly machine?: Machine;
  readonly answerLimitMs?: number;
}

/** The environment of the Bun or Deno that a name on PATH or a path selects. Throws a UsageError if it is neither. */
export function probeRuntime(
  word: string,
  { machine = describeThisMachine(), answerLimitMs = ANSWER_LIMIT_MS }: RuntimeSearch = {},
): NodeEnvironment {
  const path = findBinary(word, machine);
  let answer: Answer | undefined;
  for (const name of RUNTIME_NAMES) {
    answer = askBinary(path, [...launchOf({ name }).evaluates, PROBE], answerLimitMs);
    const probed = answer.state === 'answered' ? parseAnswer(answer.stdout) : undefined;
    if (probed !== undefined) return describeRuntime(path, probed);
    if (answer.state === 'answered' || describeUnasked(path, answer.code, answerLimitMs) !== undefined) break;
  }
  throw refuse(path, answer, answerLimitMs);
}

function findBinary(word: string, machine: Machine): string {
  if (/[/\\]/.test(word) || isFile(word)) return resolve(word);
  const [path] = word === '' ? [] : listOnPath(word, machine);
  if (path !== undefined) return path;
  throw new UsageError(`'${word}' is neither a program on PATH nor a file`, { hint: TAKES });
}

interface Probed {
  readonly versions: Readonly<Record<string, unknown>>;
  readonly execPath: string;
  readonly defaultHighWaterMarkBytes: number;
  readonly bufferPoolSizeBytes: number;
}

/** Undefined for anything but the answer of the probe. */
function parseAnswer(stdout: string): Probed | undefined {
  try {
    const probed = JSON.parse(stdout) as Partial<Probed> | null;
    const isComplete =
      typeof probed?.versions === 'object' &&
      probed.versions !== null &&
      typeof probed.execPath === 'string' &&
      [probed.defaultHighWaterMarkBytes, probed.bufferPoolSizeBytes].every(isBytes);
    return isComplete ? (probed as Probed) : undefined;
  } catch {
    return undefined;
  }
}

const isBytes = (value: unknown): boolean => typeof value === 'number' && value >= 0;

function describeRuntime(path: string, { versions, ...probed }: Probed): NodeEnvironment {
  const runtime = nameRuntime(versions);
  if (runtime === undefined) {
    const node = typeof versions.node === 'string' ? `Node ${quoteAnswer(versions.node)}` : 'another program';
    throw new UsageError(`${path} answers as ${node}, not as Bun or Deno`, {
      hint: `to measure a Node: --node ${quoteForShell(path)}`,
    });
  }
  const { execPath, defaultHighWaterMarkBytes, bufferPoolSizeBytes } = probed;
  const v8 = typeof versions.webkit === 'string' ? NONE : String(versions.v8 ?? NONE);
  const own = { node: versionOf(runtime), v8, uv: NONE, execPath };
  return { ...own, defaultHighWaterMarkBytes, bufferPoolSizeBytes, runtime };
}

function nameRuntime(versions: Probed['versions']): Runtime | undefined {
  const name = RUNTIME_NAMES.find((each) => typeof versions[each.toLowerCase()] === 'string');
  if (name === undefined) return undefined;
  return { name, version: String(versions[name.toLowerCase()]), node: String(versions.node ?? NONE) };
}

function refuse(path: string, answer: Answer | undefined, limitMs: number): UsageError {
  const hint = TAKES;
  if (answer?.state !== 'failed')
    return new UsageError(
      `${path} is neither Bun nor Deno: it answered ${quoteAnswer(answer?.stdout ?? '')}`,
      {
        hint,
      },
    );
  const { code, reason } = answer;
  const unasked = describeUnasked(path, code, limitMs);
  return new UsageError(unasked ?? `${path} is neither Bun nor Deno: ${quoteAnswer(reason)}`, { hint });
}
