/** What a binary answers that --node names: it must be Node, and count memory as Node does. */
import type { NodeEnvironment } from '../../environment.ts';
import { UsageError } from '../../errors.ts';
import { RUNTIME_NAMES } from '../../runtimes/runtime.ts';
import { quoteForShell } from '../../words/quote-for-shell.ts';
import {
  ANSWER_LIMIT_MS,
  type Ask,
  askBinary,
  describeUnasked,
  type FailedAnswer,
  quoteAnswer as quote,
} from './ask-binary.ts';
import type { Version } from './node-version.ts';

const PROBED_BYTES = 1024 * 1024;

/**
 * Other runtimes answer as Node, with a version of Node, but count memory in another way or not at all: in Bun
 * `arrayBuffers` is always 0, so that everything would be bounded. Each has a version of its own in addition to Node's.
 */
const OTHER_RUNTIMES: Readonly<Record<string, string>> = {
  bun: 'Bun',
  deno: 'Deno',
  electron: 'Electron',
  nw: 'NW.js',
  graalvm: 'GraalVM',
  chakracore: 'Node-ChakraCore',
  webcontainer: 'WebContainer',
  llrt: 'LLRT',
};

const PROBE = `const { getDefaultHighWaterMark } = require('node:stream');
const { versions, release, execPath, memoryUsage } = process;
const before = memoryUsage().arrayBuffers;
const kept = new ArrayBuffer(${PROBED_BYTES});
const arrayBuffersBytes = memoryUsage().arrayBuffers - before + 0 * kept.byteLength;
process.stdout.write(JSON.stringify({
  versions, release: release?.name, arrayBuffersBytes, environment: {
    node: versions.node, v8: versions.v8, uv: versions.uv, execPath,
    defaultHighWaterMarkBytes: getDefaultHighWaterMark(false), bufferPoolSizeBytes: Buffer.poolSize,
  },
}))`;

/** The oldest Node that can be measured. */
export const OLDEST_NODE = [20, 19, 0] as const satisfies Version;

/** Reads from a Node binary what differs between versions. Throws a UsageError if it is not Node, or too old. */
export function probeNode(
  execPath: string,
  flags: readonly string[],
  answerLimitMs = ANSWER_LIMIT_MS,
): NodeEnvironment {
  const ask: Ask = (args) => askBinary(execPath, args, answerLimitMs);
  const answer = ask([...flags, '-e', PROBE]);
  if (answer.state !== 'answered') throw refuseSilent(execPath, flags, answer, { ask, answerLimitMs });
  const probed = parseAnswer(answer.stdout);
  if (probed === undefined) throw refuseOther(execPath, nameByVersion(ask), quote(answer.stdout));
  refuseOtherRuntime(execPath, probed);
  refuseOld(execPath, probed.environment.node);
  if (!isWhole(probed.environment)) throw refuseOther(execPath, undefined, quote(answer.stdout));
  return probed.environment;
}

interface Probed {
  readonly versions: Readonly<Record<string, unknown>>;
  readonly release: unknown;
  readonly arrayBuffersBytes: number;
  readonly environment: NodeEnvironment;
}

/** Undefined for anything but the answer of the probe. */
function parseAnswer(stdout: string): Probed | undefined {
  try {
    const probed = JSON.parse(stdout) as Partial<Probed> | null;
    const { environment, versions, arrayBuffersBytes } = probed ?? {};
    const isComplete =
      typeof environment?.node === 'string' &&
      typeof environment.execPath === 'string' &&
      typeof arrayBuffersBytes === 'number' &&
      typeof versions === 'object' &&
      versions !== null;
    return isComplete ? (probed as Probed) : undefined;
  } catch {
    return undefined;
  }
}

/** It would otherwise be the report that is not valid. */
function isWhole({ v8, uv, defaultHighWaterMarkBytes, bufferPoolSizeBytes }: NodeEnvironment): boolean {
  const isBytes = (value: unknown): boolean => typeof value === 'number' && value >= 0;
  return (
    [v8, uv].every((text) => typeof text === 'string') &&
    [defaultHighWaterMarkBytes, bufferPoolSizeBytes].every(isBytes)
  );
}

/** Known runtimes by their name; any other by what it does not do. */
function refuseOtherRuntime(execPath: string, { versions, release, arrayBuffersBytes }: Probed): void {
  const key = Object.keys(OTHER_RUNTIMES).find((name) => typeof versions[name] === 'string');
  if (key !== undefined) throw refuseOther(execPath, `${OTHER_RUNTIMES[key]} ${String(versions[key])}`);
  if (release !== 'node') throw refuseOther(execPath, typeof release === 'string' ? release : undefined);
  if (arrayBuffersBytes >= PROBED_BYTES) return;
  throw new UsageError(
    `${execPath} is not Node: its process.memoryUsage() does not count an ArrayBuffer of 1 MiB`,
    { hint: ONLY_NODE },
  );
}

function refuseOld(execPath: string, version: string): void {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new UsageError(`${execPath} is Node ${version}`, {
    hint: `tidemark measures Node ${oldestMajor}.${oldestMinor} and later`,
  });
}

const ONLY_NODE = 'tidemark measures Node.js only: --node takes a version of Node or the path of its binary';

const refuseOther = (execPath: string, name: string | undefined, answer?: string): UsageError =>
  new UsageError(
    `${execPath} is ${name === undefined ? 'not Node' : `${quote(name)}, not Node`}${
      answer === undefined || name !== undefined ? '' : `: it answered ${answer}`
    }`,
    {
      hint: isMeasured(name)
        ? `for its counters, growth of those, and peak RSS: ${asRuntime(execPath)}`
        : ONLY_NODE,
    },
  );

const isMeasured = (name = ''): boolean => RUNTIME_NAMES.some((each) => name.startsWith(`${each} `));

const asRuntime = (execPath: string): string => `tidemark run --runtime ${quoteForShell(execPath)}`;

/** A runtime that does not know `-e` is named by its `--version`: `deno 2.1.4 (stable, …)`. */
function nameByVersion(ask: Ask): string | undefined {
  const answer = ask(['--version']);
  if (answer.state !== 'answered') return undefined;
  const [, name = '', version = ''] = /^(\w+) v?(\d\S*)/.exec(answer.stdout) ?? [];
  const known = OTHER_RUNTIMES[name.toLowerCase()];
  return known === undefined ? undefined : `${known} ${version}`;
}

function refuseSilent(
  execPath: string,
  flags: readonly string[],
  { code, reason }: FailedAnswer,
  { ask, answerLimitMs }: { readonly ask: Ask; readonly answerLimitMs: number },
): UsageError {
  const unasked = describeUnasked(execPath, code, answerLimitMs);
  if (unasked !== undefined)
    return new UsageError(unasked, { hint: code === 'ETIMEDOUT' ? BUSY : ONLY_NODE });
  if (code === 'ENOBUFS')
    return new UsageError(`${execPath} is not Node: its answer does not end`, { hint: ONLY_NODE });
  const name = nameByVersion(ask);
  if (name !== undefined) return refuseOther(execPath, name);
  return new UsageError(`${[execPath, ...flags].join(' ')} does not run: ${reason}`, {
    hint: flags.length > 0 ? 'check --node and --node-flag' : ONLY_NODE,
  });
}

const BUSY = 'it is not Node, or the machine is too busy to measure anything: try again when it is idle';
