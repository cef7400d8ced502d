/**
 * What measures, taken when the process starts: a scenario may replace any of it, as fake timers do. `import` alone would
 * not do that, since a bundle reads the property of the module at each call.
 */
import { setImmediate as turnLoopOnce, setTimeout as waitFor } from 'node:timers/promises';

export const turnLoop: () => Promise<void> = turnLoopOnce;
export const wait: (delayMs: number) => Promise<void> = waitFor;
export const now: () => number = performance.now.bind(performance);
export const { cpuUsage, memoryUsage, resourceUsage } = process;
// Its array of 16 bytes becomes an ArrayBuffer at the first call: without this, that of the run.
cpuUsage();
export const exit = process.exit.bind(process);
export const afterThisTurn: (act: () => void) => unknown = setImmediate;
export const { gc } = globalThis;
export const { stringify: toJson, parse: fromJson } = JSON;
const { nodeTiming } = performance;
/** How often the event loop has turned; undefined where Node does not say. */
export const readLoopCount = (): number | undefined => nodeTiming.uvMetricsInfo?.loopCount;
const { entries } = Object;

/** Numbers as JSON, whatever `toJSON` the scenario gives to objects and numbers. */
export const numbersToJson = (numbers: object): string =>
  `{${entries(numbers)
    .map(([name, value]) => `"${name}":${value}`)
    .join(',')}}`;
