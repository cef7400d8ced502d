/**
 * Tells when Node has loaded a module of its own. It pushes the name of each to `process.moduleLoadList` when that
 * module is complete, and a push assigns an index that the list does not have: the prototype of the list sees it. So
 * nothing is loaded for the doctor, and none of the globals that load a module at their first use is touched.
 */

import { isLoaded } from '../../meter/node-streams.ts';

type Loaded = (name: string) => 'done' | 'go on';

const waiting = new Set<Loaded>();

/** Calls `loaded` for each module until that says that it has seen enough. */
export function onModuleLoaded(loaded: Loaded): void {
  const { moduleLoadList: list } = process as unknown as { readonly moduleLoadList?: string[] };
  if (list === undefined || (waiting.size === 0 && !watchPushes(list))) return;
  waiting.add(loaded);
}

/** At once if it is loaded already. */
export function whenModuleIsLoaded(module: string, act: () => void): void {
  if (isLoaded(module)) act();
  else
    onModuleLoaded((name) => {
      if (name !== module) return 'go on';
      act();
      return 'done';
    });
}

/** False if somebody else does. */
function watchPushes(list: string[]): boolean {
  if (Object.getPrototypeOf(list) !== Array.prototype) return false;
  const set: ProxyHandler<unknown[]>['set'] = (target, key, value, receiver) => {
    const isSet = Reflect.set(target, key, value, receiver);
    const [, name] = /^NativeModule (.+)$/.exec(String(value)) ?? [];
    if (name === undefined) return isSet;
    for (const loaded of waiting) if (loaded(name) === 'done') waiting.delete(loaded);
    if (waiting.size === 0) Object.setPrototypeOf(list, Array.prototype);
    return isSet;
  };
  Object.setPrototypeOf(list, new Proxy(Array.prototype, { set }));
  return true;
}
