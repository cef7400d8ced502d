/**
 * The runs of a report in the Trace Event Format, which ui.perfetto.dev opens: each run is a process of its own, and
 * begins at 0, so that runs stand below each other. Pure.
 */
import { nameScenario, scenarioKey } from '../../case-key.ts';
import type { MemoryReading } from '../../protocol.ts';
import type { CaseResult, Report, RunResult } from '../../result.ts';
import { findAxes, labelCase, varyingAxes } from '../text/case-label.ts';

/** Of the format: microseconds. */
const US_PER_MS = 1000;
/** The main thread of a run. */
const MAIN = 1;

export interface SampleOfRun extends MemoryReading {
  readonly run: number;
  readonly sinceStartMs: number;
}

/** Everything but the samples. */
export function* listTraceEvents({ results }: Report): Generator<string> {
  const axesOf = findAxes(results, varyingAxes);
  for (const result of results) {
    const label = labelCase(result, axesOf.get(scenarioKey(result)) ?? []);
    const name = nameScenario(result, results) + (label === '' ? '' : ` [${label}]`);
    for (const run of result.runs) yield* listEventsOfRun(run, name);
  }
}

/** Written by hand: there can be millions. */
export const renderSample = ({ run, sinceStartMs, ...memory }: SampleOfRun): string =>
  `{"name":"memory","ph":"C","ts":${Math.round(sinceStartMs * US_PER_MS)},"pid":${run},"args":{"RSS":${memory.rssBytes},"arrayBuffers":${memory.arrayBuffersBytes},"heapUsed":${memory.heapUsedBytes},"external":${memory.externalBytes}}}`;

function* listEventsOfRun(run: RunResult, name: string): Generator<string> {
  const { index, kind, outcome, parameters, durationMs, timeline, collections = [] } = run;
  yield render({
    name: 'process_name',
    ph: 'M',
    pid: index,
    args: { name: `run ${index}, ${kind}: ${name}` },
  });
  yield render({ name: 'process_sort_index', ph: 'M', pid: index, args: { sort_index: index } });
  yield render({ name: 'thread_name', ph: 'M', pid: index, tid: MAIN, args: { name: 'main thread' } });
  if (durationMs !== undefined)
    yield renderSpan(index, 'run()', 0, durationMs, { outcome: outcome.state, ...parameters });
  for (const { fromMs, toMs } of timeline?.blocked ?? [])
    yield renderSpan(index, 'blocked', fromMs, toMs - fromMs);
  for (const collection of collections)
    yield renderSpan(index, `${collection.kind} collection`, collection.atMs, collection.durationMs);
  yield* listBuffered(run);
}

function* listBuffered({ index, timeline }: RunResult): Generator<string> {
  const { bufferedBytes = {}, drains = [], bucketMs = 0 } = timeline ?? {};
  for (const [label, values] of Object.entries(bufferedBytes)) {
    for (const [at, bytes] of values.entries()) {
      if (bytes === null) continue;
      yield render({
        name: `buffered: ${label}`,
        ph: 'C',
        ts: at * bucketMs * US_PER_MS,
        pid: index,
        args: { bytes },
      });
    }
  }
  for (const [at, count] of drains.entries()) {
    if (count === 0) continue;
    const args = { drains: count };
    yield render({
      name: 'drain',
      ph: 'i',
      s: 't',
      ts: at * bucketMs * US_PER_MS,
      pid: index,
      tid: MAIN,
      args,
    });
  }
}

const renderSpan = (
  pid: number,
  name: string,
  fromMs: number,
  durationMs: number,
  args: Readonly<Record<string, unknown>> = {},
): string =>
  render({
    ...{ name, ph: 'X', pid, tid: MAIN },
    ...{ ts: Math.round(Math.max(0, fromMs) * US_PER_MS), dur: Math.round(durationMs * US_PER_MS), args },
  });

interface TraceEvent {
  readonly name: string;
  readonly ph: 'M' | 'X' | 'C' | 'i';
  readonly pid: CaseResult['runs'][number]['index'];
  readonly tid?: number;
  readonly ts?: number;
  readonly dur?: number;
  /** An instant is shown on its thread. */
  readonly s?: 't';
  readonly args: Readonly<Record<string, unknown>>;
}

const render = (event: TraceEvent): string => JSON.stringify(event);
