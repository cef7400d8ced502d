/**
 * Child processes that are started with an environment of their own, such as another NODE_OPTIONS. Only those that are
 * started asynchronously: all of these pass here.
 */
import { SETTINGS_VARIABLE } from '../../snapshot.ts';
import { whenModuleIsLoaded } from '../unseen/loaded-modules.ts';
import { unseen } from '../unseen/unseen.ts';
import { environmentOfDoctor } from './environment.ts';

const { basename } = process.getBuiltinModule('path');

interface SpawnOptions {
  file?: unknown;
  /** `NAME=value` */
  envPairs?: unknown;
}

type Spawn = (this: object, options: SpawnOptions) => number;

/** `preload` is the file that runs this. Without settings, nobody wants to know. */
export function coverChildProcesses(preload: string, settings: () => string | undefined): void {
  whenModuleIsLoaded('child_process', () => replaceSpawn(preload, settings));
}

function replaceSpawn(preload: string, settings: () => string | undefined): void {
  const { prototype } = process.getBuiltinModule('child_process').ChildProcess as unknown as {
    readonly prototype: { readonly spawn: Spawn };
  };
  const { spawn: method } = prototype;
  const spawn: Spawn = function spawn(options, ...others) {
    const now = settings();
    const covered = now === undefined ? options : unseen(() => cover(options, preload, now));
    return method.call(this, covered ?? options, ...others);
  };
  // A bundler renames functions.
  Object.defineProperty(spawn, 'name', { value: method.name, configurable: true });
  Object.defineProperty(spawn, 'length', { value: method.length, configurable: true });
  const descriptor = Object.getOwnPropertyDescriptor(prototype, 'spawn');
  Object.defineProperty(prototype, 'spawn', { ...descriptor, value: spawn });
}

const NODE = /^node(js)?(\.exe)?$/;

/** Whatever is not as Node passes it is left as it is. */
function cover(options: SpawnOptions, preload: string, settings: string): SpawnOptions {
  const { envPairs, file } = options ?? {};
  if (!Array.isArray(envPairs) || !envPairs.every((pair) => typeof pair === 'string')) return options;
  const find = (name: string): string | undefined =>
    envPairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
  const own = find('NODE_OPTIONS');
  // Another program could print its environment.
  if (own === undefined && !(typeof file === 'string' && NODE.test(basename(file)))) return options;
  if (own?.includes(preload) && find(SETTINGS_VARIABLE) !== undefined) return options;
  const added = environmentOfDoctor(own, preload, settings);
  return {
    ...options,
    envPairs: [
      ...envPairs.filter((pair) => !Object.keys(added).some((name) => pair.startsWith(`${name}=`))),
      ...Object.entries(added).map(([name, value]) => `${name}=${value}`),
    ],
  };
}
