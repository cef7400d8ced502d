import { readToolVersion } from '../package-root.ts';
import type { MeasurementRequest } from '../request.ts';
import { type CaseResult, type Environment, type Report, SCHEMA_VERSION } from '../result.ts';
import type { Invocation } from '../store/results-folder.ts';

export interface Measured {
  readonly environment: Environment;
  readonly results: readonly CaseResult[];
  /** False if it was interrupted. */
  readonly complete: boolean;
  readonly side?: Report['side'];
}

/** For reports whose runs are never repeated from them. */
export const NO_REQUEST: MeasurementRequest = {
  ...{ command: 'ab', scenarios: [], all: false, parameterValues: {}, matrix: false, nodes: [] },
  ...{ nodeFlags: [], environmentVariables: [], stableRuns: 0, growth: false },
  ...{ sampleIntervalMs: 1, timeoutMs: 1 },
};

/** The report of an invocation as it is now. */
export function makeReport(invocation: Invocation, measured: Measured): Report {
  const { id, startedAt, seed, argv, request } = invocation;
  const { environment, results, complete, side } = measured;
  return {
    schemaVersion: SCHEMA_VERSION,
    id,
    tool: { name: 'tidemark', version: readToolVersion() },
    startedAt,
    finishedAt: new Date().toISOString(),
    complete,
    ...(side !== undefined && { side }),
    seed,
    argv: [...argv],
    request,
    environment,
    results: [...results],
  };
}
