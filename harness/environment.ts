import os from 'node:os';
import type { Runtime } from './runtimes/runtime.ts';

/** What differs between versions of Node, and between runtimes. */
export interface NodeEnvironment {
  /** The version of Node; of another runtime, its name and version: `Bun 1.4.5`. */
  readonly node: string;
  readonly v8: string;
  readonly uv: string;
  readonly execPath: string;
  readonly defaultHighWaterMarkBytes: number;
  readonly bufferPoolSizeBytes: number;
  /** Absent for Node. */
  readonly runtime?: Runtime;
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
  /** Whether every file that git knows was as in that commit. */
  readonly gitIsClean?: boolean;
  readonly maxMemoryBytes: number;
  readonly timeoutMs: number;
}

/** What other programs and the system have to be asked for. */
export interface FoundOutside {
  readonly availableMemoryBytes: number;
  readonly gitCommit?: string;
  readonly gitIsClean?: boolean;
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
  found: FoundOutside,
): Environment {
  const [first] = nodes;
  const cgroupLimitBytes = readCgroupLimit();
  return {
    ...first,
    nodes: [...nodes],
    flags: [...flags],
    platform: process.platform,
    arch: process.arch,
    kernel: os.release(),
    cpuModel: os.cpus()[0]?.model.trim() || 'unknown',
    cpuCount: os.availableParallelism(),
    memoryBytes: os.totalmem(),
    availableMemoryBytes: found.availableMemoryBytes,
    ...(cgroupLimitBytes !== undefined && { cgroupLimitBytes }),
    ...(process.platform !== 'win32' && { loadAverage: os.loadavg()[0] ?? 0 }),
    ...(found.gitCommit !== undefined && { gitCommit: found.gitCommit }),
    ...(found.gitIsClean !== undefined && { gitIsClean: found.gitIsClean }),
    ...caps,
  };
}

function readCgroupLimit(): number | undefined {
  const limitBytes = process.constrainedMemory();
  // Without a limit some systems report 0, others more than the memory of the machine.
  return limitBytes > 0 && limitBytes < os.totalmem() ? limitBytes : undefined;
}
