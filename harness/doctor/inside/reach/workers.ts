/** Worker threads that are started with an environment of their own. */
import { isLoaded } from '../../../meter/node/streams.ts';
import { SETTINGS_VARIABLE } from '../../snapshot.ts';
import { whenModuleIsLoaded } from '../unseen/loaded-modules.ts';
import { unseen } from '../unseen/unseen.ts';
import { type Environment, environmentOfDoctor } from './environment.ts';

// The program may replace it.
const { construct } = Reflect;

/** Undefined where nobody wants to know. */
type Settings = () => string | undefined;

/**
 * To be called before a program can have loaded `node:worker_threads`, or else as `isLate`: then the environment of the
 * program does not load the doctor. `preload` is the file that runs this.
 */
export function coverWorkers(preload: string, settings: Settings, isLate = false): void {
  const wasLoaded = isLoaded('worker_threads');
  whenModuleIsLoaded('worker_threads', () => coverNow(preload, settings, isLate));
  // While Node loads a module, V8 aborts the process after this; and an import that comes later needs none.
  if (wasLoaded) process.getBuiltinModule('module').syncBuiltinESMExports();
}

/** 0 for the main one. A worker has loaded the module that says it. */
export const threadIdOf = (): number =>
  isLoaded('worker_threads') ? process.getBuiltinModule('worker_threads').threadId : 0;

function coverNow(preload: string, settings: Settings, isLate: boolean): void {
  const workerThreads = process.getBuiltinModule('worker_threads');
  const { Worker } = workerThreads;
  const Covered = new Proxy(Worker, {
    construct(target, args, newTarget) {
      unseen(() => {
        const now = settings();
        if (now === undefined) return;
        const options = isLate ? addEnvironment(args[1]) : args[1];
        if (options !== undefined) args[1] = cover(options, preload, now);
      });
      return construct(target, args, newTarget);
    },
  });
  const descriptor = Object.getOwnPropertyDescriptor(Worker.prototype, 'constructor');
  Object.defineProperty(Worker.prototype, 'constructor', { ...descriptor, value: Covered });
  workerThreads.Worker = Covered;
}

/** With an environment of its own, a worker does not inherit the options of its parent: where there are any, it gets none. */
function addEnvironment(options: unknown): unknown {
  if (process.execArgv.length > 0 || process.env.NODE_OPTIONS !== undefined) return options;
  if (options === undefined) return addEnvironment({});
  if (typeof options !== 'object' || options === null || 'env' in options || 'execArgv' in options)
    return options;
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
