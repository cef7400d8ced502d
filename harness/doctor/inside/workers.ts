/**
 * A worker thread gets its options from the environment. One that is started with an environment of its own would not
 * load the doctor: it gets what it needs for that, and takes it out of its environment again before its program runs.
 */
import { syncBuiltinESMExports } from 'node:module';
import { isLoaded } from '../../meter/node-streams.ts';
import { SETTINGS_VARIABLE } from '../snapshot.ts';
import { onModuleLoaded } from './unseen/loaded-modules.ts';
import { unseen } from './unseen/unseen.ts';

// The program may replace it.
const { construct } = Reflect;

/** In the environment of such a worker: the NODE_OPTIONS that its program is to see, if any. */
const OWN_OPTIONS_VARIABLE = 'TIDEMARK_DOCTOR_WORKER';

type Environment = Record<string, string | undefined>;

/** To be called before a program can have loaded `node:worker_threads`. `preload` is the file that runs this. */
export function coverWorkers(preload: string, settings: string): void {
  if (isLoaded('worker_threads')) coverNow(preload, settings);
  else
    onModuleLoaded({
      prefixes: ['worker_threads'],
      loaded() {
        coverNow(preload, settings);
        return 'done';
      },
    });
}

/** 0 for the main one. A worker has loaded the module that says it. */
export const threadIdOf = (): number =>
  isLoaded('worker_threads') ? process.getBuiltinModule('worker_threads').threadId : 0;

function coverNow(preload: string, settings: string): void {
  const workerThreads = process.getBuiltinModule('worker_threads');
  const { Worker } = workerThreads;
  const Covered = new Proxy(Worker, {
    construct(target, args, newTarget) {
      unseen(() => {
        if (args.length > 1) args[1] = cover(args[1], preload, settings);
      });
      return construct(target, args, newTarget);
    },
  });
  const descriptor = Object.getOwnPropertyDescriptor(Worker.prototype, 'constructor');
  Object.defineProperty(Worker.prototype, 'constructor', { ...descriptor, value: Covered });
  workerThreads.Worker = Covered;
  syncBuiltinESMExports();
}

/** To be called first of all. */
export function restoreEnvironment(): void {
  const { [OWN_OPTIONS_VARIABLE]: own } = process.env;
  if (own === undefined) return;
  const { options } = JSON.parse(own) as { readonly options?: string };
  if (options === undefined) delete process.env.NODE_OPTIONS;
  else process.env.NODE_OPTIONS = options;
  delete process.env[SETTINGS_VARIABLE];
  delete process.env[OWN_OPTIONS_VARIABLE];
}

/** Whatever is not an environment of its own is left as it is: Node says what is wrong with it. */
function cover(options: unknown, preload: string, settings: string): unknown {
  if (typeof options !== 'object' || options === null || !('env' in options)) return options;
  const { env } = options;
  if (typeof env !== 'object' || env === null || env === process.env) return options;
  if (SETTINGS_VARIABLE in env) return options;
  const { NODE_OPTIONS: own } = env as Environment;
  const load = `--require=${JSON.stringify(preload)}`;
  const value = {
    ...env,
    NODE_OPTIONS: own === undefined ? load : `${own} ${load}`,
    [SETTINGS_VARIABLE]: settings,
    [OWN_OPTIONS_VARIABLE]: JSON.stringify({ options: own }),
  };
  return Object.create(options, { env: { value, enumerable: true } });
}
