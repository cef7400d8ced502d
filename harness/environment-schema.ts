/** The schema of an environment, as reports store it. Units are in the names. */
import { z } from 'zod';
import type { Environment, NodeEnvironment } from './environment.ts';
import { bytes, ms, wholeNumber } from './run-schema.ts';
import { RUNTIME_NAMES } from './runtimes/runtime.ts';

const nodeEnvironment = z.object({
  node: z
    .string()
    .describe('The version of Node; of another runtime, its name and version, such as Bun 1.4.5.'),
  v8: z.string(),
  uv: z.string(),
  execPath: z.string(),
  defaultHighWaterMarkBytes: bytes,
  bufferPoolSizeBytes: bytes,
  runtime: z
    .object({
      name: z.enum(RUNTIME_NAMES),
      version: z.string(),
      node: z.string().describe('The version of Node that it says it is.'),
    })
    .exactOptional()
    .describe('Absent for Node.'),
}) satisfies z.ZodType<NodeEnvironment>;
export const environmentSchema = nodeEnvironment.extend({
  nodes: z
    .array(nodeEnvironment)
    .describe('Every Node that was measured; the other Node fields are those of the first.'),
  flags: z.array(z.string()).describe('Node flags of every measured process.'),
  platform: z.string(),
  arch: z.string(),
  kernel: z.string(),
  cpuModel: z.string(),
  cpuCount: wholeNumber,
  memoryBytes: bytes,
  availableMemoryBytes: bytes,
  cgroupLimitBytes: bytes.exactOptional(),
  loadAverage: z.number().exactOptional(),
  gitCommit: z.string().exactOptional(),
  gitIsClean: z
    .boolean()
    .exactOptional()
    .describe('Whether every file that git knows was as in that commit.'),
  maxMemoryBytes: bytes,
  timeoutMs: ms,
}) satisfies z.ZodType<Environment>;
