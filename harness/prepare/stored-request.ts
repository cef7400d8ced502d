/** Converts the request of an invocation to its stored form and back, so that no stored command line is parsed again. Pure. */
import type { RunOptions } from '../command-line/run.ts';
import type { RequestedShard } from '../command-line/values/find-shard.ts';
import type { MeasurementRequest } from '../request.ts';
import type { StoredShard } from '../shards/shard.ts';

type Measured = Omit<
  RunOptions,
  | 'command'
  | 'allowsManyCases'
  | 'seed'
  | 'resume'
  | 'json'
  | 'reporters'
  | 'resultsRoot'
  | 'watches'
  | 'verbose'
  | 'strict'
>;

/** What of them is stored: which cases a shard has is known only when they are planned. */
type Storable = Omit<Measured, 'shard'>;

/** The part of the options that decides which runs are made. */
export function storeRequest(
  command: MeasurementRequest['command'],
  options: Storable,
  shard?: StoredShard,
): MeasurementRequest {
  const { measureRuns, profileRuns, growthVolumeBytes, growthAtMostBytes, maxMemoryBytes } = options;
  return {
    command,
    scenarios: [...options.scenarios],
    all: options.all,
    parameterValues: Object.fromEntries(
      [...options.parameterValues].map(([name, values]) => [name, [...values]]),
    ),
    matrix: options.matrix,
    ...(shard !== undefined && { shard }),
    nodes: [...options.nodes],
    ...(options.runtimes.length > 0 && { runtimes: [...options.runtimes] }),
    nodeFlags: [...options.nodeFlags],
    environmentVariables: [...options.environmentVariables],
    ...(measureRuns !== undefined && { measureRuns }),
    ...(profileRuns !== undefined && { profileRuns }),
    stableRuns: options.stableRuns,
    growth: options.growth,
    ...(Object.keys(options.limits).length > 0 && { limits: { ...options.limits } }),
    ...(growthVolumeBytes !== undefined && { growthVolumeBytes }),
    ...(growthAtMostBytes !== undefined && { growthAtMostBytes }),
    ...(options.timesBriefly && { timesBriefly: true }),
    sampleIntervalMs: options.sampleIntervalMs,
    timeoutMs: options.timeoutMs,
    ...(maxMemoryBytes !== undefined && { maxMemoryBytes }),
  };
}

export function restoreRequest({ command: _command, shard, ...request }: MeasurementRequest): Measured {
  return {
    ...request,
    parameterValues: new Map(Object.entries(request.parameterValues)),
    runtimes: request.runtimes ?? [],
    limits: request.limits ?? {},
    shard: shard && restoreShard(shard, 'the stored request'),
    measureRuns: request.measureRuns,
    profileRuns: request.profileRuns,
    growthVolumeBytes: request.growthVolumeBytes,
    growthAtMostBytes: request.growthAtMostBytes,
    timesBriefly: request.timesBriefly === true,
    maxMemoryBytes: request.maxMemoryBytes,
  };
}

/** Its cases stay in their shards, whatever is known of their durations by now. */
export const restoreShard = ({ index, total, cases }: StoredShard, source: string): RequestedShard => ({
  ...{ index, total, source },
  assigned: new Map(cases),
});
