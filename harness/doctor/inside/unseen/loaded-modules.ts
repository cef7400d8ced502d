/**
 * Tells when Node has loaded a module of its own. It pushes the name of each to `process.moduleLoadList` when that
 * module is complete, and a push assigns an index that the list does not have: the prototype of the list sees it. So
 * nothing is loaded for the doctor, and none of the globals that load a module at their first use is touched.
 */

import { isLoaded } from '../../../meter/node/streams.ts';
import { unseen } from './unseen.ts';

// The program may replace them.
const { apply, set: setValue } = Reflect;
const { startsWith } = String.prototype;

interface Listener {
  /** What the names of the modules begin with. */
  readonly prefixes: readonly string[];
  /** `entry` is what is added to the list. */
  readonly loaded: (entry: string) => 'done' | 'go on';
}

const entryOf = (module: string): string => `NativeModule ${module}`;

let listeners: readonly Listener[] = [];

/** Calls `loaded` for each such module until that says that it has seen enough. */
export function onModuleLoaded(listener: Listener): void {
  const { moduleLoadList: list } = process as unknown as { readonly moduleLoadList?: string[] };
  if (list === undefined) return;
  if (listeners.length === 0 && !listen(list)) return;
  const { prefixes, loaded } = listener;
  listeners = [...listeners, { prefixes: prefixes.map(entryOf), loaded }];
}

/** At once if it is loaded already. */
export function whenModuleIsLoaded(module: string, act: () => void): void {
  if (isLoaded(module)) act();
  else
    onModuleLoaded({
      prefixes: [module],
      loaded(entry) {
        if (entry !== entryOf(module)) return 'go on';
        act();
        return 'done';
      },
    });
}

function listen(list: string[]): boolean {
  if (Object.getPrototypeOf(list) !== Array.prototype) return false;
  const set: ProxyHandler<unknown[]>['set'] = (target, key, value, receiver) => {
    const isSet = setValue(target, key, value, receiver);
    const { length } = listeners;
    for (let index = 0; index < length; index += 1) {
      const listener = listeners[index];
      if (listener !== undefined && typeof value === 'string' && isFor(listener, value))
        unseen(() => tell(listener, value, list));
    }
    return isSet;
  };
  Object.setPrototypeOf(list, new Proxy(Array.prototype, { set }));
  return true;
}

function isFor({ prefixes }: Listener, entry: string): boolean {
  for (let index = 0; index < prefixes.length; index += 1)
    if (apply(startsWith, entry, [prefixes[index]])) return true;
  return false;
}

/** What it loads is told as well. */
function tell(listener: Listener, entry: string, list: string[]): void {
  if (listener.loaded(entry) === 'go on') return;
  listeners = listeners.filter((other) => other !== listener);
  if (listeners.length === 0) Object.setPrototypeOf(list, Array.prototype);
}
