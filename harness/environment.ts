import { execFileSync } from 'node:child_process';
import os from 'node:os';
import { UsageError } from './errors.ts';

/** What differs between versions of Node. */
export interface NodeEnvironment {
  readonly node: string;
  readonly v8: string;
  readonly uv: string;
  readonly execPath: string;
  readonly defaultHighWaterMarkBytes: number;
  readonly bufferPoolSizeBytes: number;
}

/** Everything about the machine and the invocation that a figure can depend on. */
export interface Environment extends NodeEnvironment {
  /** Every Node that was measured; the other Node fields are those of the first. */
  readonly nodes: readonly NodeEnvironment[];
  /** Node flags of every measured process. */
  readonly flags: readonly string[];
  readonly platform: string;
  readonly arch: string;
  readonly kernel: string;
  readonly cpuModel: string;
  readonly cpuCount: number;
  readonly memoryBytes: number;
  readonly availableMemoryBytes: number;
  readonly cgroupLimitBytes?: number;
  readonly loadAverage?: number;
  readonly gitCommit?: string;
  readonly maxMemoryBytes: number;
  readonly timeoutMs: number;
}

const PROBE_LIMIT_MS = 10 * 1000;
const PROBE = `const { getDefaultHighWaterMark } = require('node:stream');
process.stdout.write(JSON.stringify({
  node: process.versions.node, v8: process.versions.v8, uv: process.versions.uv, execPath: process.execPath,
  defaultHighWaterMarkBytes: getDefaultHighWaterMark(false), bufferPoolSizeBytes: Buffer.poolSize,
}))`;

/** The oldest Node that can be measured. */
export const OLDEST_NODE = [20, 19, 0] as const;

/** Reads from a Node binary what differs between versions. Throws a UsageError if it is not Node, or too old. */
export function probeNode(execPath: string, flags: readonly string[]): NodeEnvironment {
  const probed = parseProbe(execPath, flags);
  const [major = 0, minor = 0] = probed.node.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  if (major < oldestMajor || (major === oldestMajor && minor < oldestMinor)) {
    throw new UsageError(`${execPath} is Node ${probed.node}`, {
      hint: `tidemark measures Node ${oldestMajor}.${oldestMinor} and later`,
    });
  }
  return probed;
}

function parseProbe(execPath: string, flags: readonly string[]): NodeEnvironment {
  try {
    const { NODE_OPTIONS: _dropped, ...env } = process.env;
    const answer = execFileSync(execPath, [...flags, '-e', PROBE], {
      encoding: 'utf8',
      timeout: PROBE_LIMIT_MS,
      stdio: ['ignore', 'pipe', 'pipe'],
      env,
    });
    return JSON.parse(answer) as NodeEnvironment;
  } catch (error) {
    const lines = (error as { readonly stderr?: string }).stderr?.trim();
    throw new UsageError(`${[execPath, ...flags].join(' ')} does not run: ${lines || String(error)}`, {
      hint:
        flags.length > 0
          ? 'check --node and --node-flag'
          : '--node takes a version of Node or the path of its binary',
      cause: error,
    });
  }
}

export interface RunCaps {
  readonly maxMemoryBytes: number;
  readonly timeoutMs: number;
}

/** Everything about the machine and the invocation that a figure can depend on. */
export function describeEnvironment(
  nodes: readonly [NodeEnvironment, ...NodeEnvironment[]],
  flags: readonly string[],
  caps: RunCaps,
): Environment {
  const [first] = nodes;
  const cgroupLimitBytes = readCgroupLimit();
  const gitCommit = readGitCommit();
  return {
    ...first,
    nodes: [...nodes],
    flags: [...flags],
    platform: process.platform,
    arch: process.arch,
    kernel: os.release(),
    cpuModel: os.cpus()[0]?.model.trim() ?? 'unknown',
    cpuCount: os.availableParallelism(),
    memoryBytes: os.totalmem(),
    availableMemoryBytes: availableMemory(),
    ...(cgroupLimitBytes !== undefined && { cgroupLimitBytes }),
    ...(process.platform !== 'win32' && { loadAverage: os.loadavg()[0] ?? 0 }),
    ...(gitCommit !== undefined && { gitCommit }),
    ...caps,
  };
}

/** Half of the available memory, within the limit of the cgroup: beyond that a run endangers other processes. */
export function defaultMaxMemory(): number {
  return Math.floor(availableMemory() / 2);
}

/** The available memory of the machine, or of the cgroup if that is less. */
const availableMemory = (): number => process.availableMemory();

function readCgroupLimit(): number | undefined {
  const limitBytes = process.constrainedMemory();
  // Without a limit some systems report 0, others more than the memory of the machine.
  return limitBytes > 0 && limitBytes < os.totalmem() ? limitBytes : undefined;
}

function readGitCommit(): string | undefined {
  try {
    const head = execFileSync('git', ['rev-parse', 'HEAD'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: PROBE_LIMIT_MS,
    });
    return head.trim() || undefined;
  } catch {
    return undefined;
  }
}
