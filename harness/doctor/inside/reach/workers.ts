/** Worker threads that are started with an environment of their own. */
import { syncBuiltinESMExports } from 'node:module';
import workerThreads from 'node:worker_threads';
import { SETTINGS_VARIABLE } from '../../snapshot.ts';
import { type Environment, environmentOfDoctor } from './environment.ts';

/**
 * To be called before a program can have loaded `node:worker_threads`, or else as `isLate`: then the environment of the
 * program does not load the doctor. `preload` is the file that runs this. Without settings, nobody wants to know.
 */
export function coverWorkers(preload: string, settings: () => string | undefined, isLate = false): void {
  const { Worker } = workerThreads;
  const Covered = new Proxy(Worker, {
    construct: (target, [file, options, ...others], newTarget) => {
      const now = settings();
      const withOwn = isLate && now !== undefined ? addEnvironment(options) : options;
      const covered = now === undefined ? options : cover(withOwn, preload, now);
      return Reflect.construct(target, [file, covered, ...others], newTarget);
    },
  });
  const descriptor = Object.getOwnPropertyDescriptor(Worker.prototype, 'constructor');
  Object.defineProperty(Worker.prototype, 'constructor', { ...descriptor, value: Covered });
  workerThreads.Worker = Covered;
  syncBuiltinESMExports();
}

/** With an environment of its own, a worker does not inherit the options of its parent: where there are any, it gets none. */
function addEnvironment(options: unknown): unknown {
  if (options === undefined) return addEnvironment({});
  if (typeof options !== 'object' || options === null || 'env' in options || 'execArgv' in options)
    return options;
  if (process.execArgv.length > 0 || process.env.NODE_OPTIONS !== undefined) return options;
  return Object.create(options, { env: { value: { ...process.env }, enumerable: true } });
}

/** Whatever is not an environment of its own is left as it is: Node says what is wrong with it. */
function cover(options: unknown, preload: string, settings: string): unknown {
  if (typeof options !== 'object' || options === null || !('env' in options)) return options;
  const { env } = options;
  if (typeof env !== 'object' || env === null || env === process.env) return options;
  if (SETTINGS_VARIABLE in env) return options;
  const { NODE_OPTIONS: own } = env as Environment;
  const value = { ...env, ...environmentOfDoctor(own, preload, settings) };
  return Object.create(options, { env: { value, enumerable: true } });
}
