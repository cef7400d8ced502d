/** What a file of benches gets for `node:bench`, by import or require: the same functions, which declare for `runner`. */
import { declareBench, declareSuite, nodeBench, runner } from './file-runner.ts';

export const { after, afterEach, before, beforeEach } = runner;
export const { createRunner, runFile } = nodeBench;
export const suite = (...declared: unknown[]): unknown => declareSuite(declared);
export const skip = (...declared: unknown[]): unknown => declareBench(declared, { skip: true });
export const only = (...declared: unknown[]): unknown => declareBench(declared, { only: true });

/** As in a file that is run with --bench. */
export function run(): never {
  throw new Error('run() cannot be called by a file whose benches are run by tidemark: leave the call out');
}

const hooks = { after, afterEach, before, beforeEach };
const others = { createRunner, describe: suite, only, run, runFile, skip, suite };
export const bench = Object.assign((...declared: unknown[]): unknown => declareBench(declared), {
  ...hooks,
  ...others,
});
Object.assign(bench, { bench });

export { bench as default, bench as 'module.exports', suite as describe };
