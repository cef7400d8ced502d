import type { Method } from '../node/methods.ts';

/** As replaceMethod(), but for a function that only this object has: nobody else can need the same wrapper. */
export function replaceOwn(owner: object, name: PropertyKey, wrap: (method: Method) => Method): void {
  const descriptor = Object.getOwnPropertyDescriptor(owner, name);
  const method: Method | undefined = descriptor?.value;
  if (typeof method !== 'function') return;
  const wrapper = wrap(method);
  Object.defineProperty(wrapper, 'name', { value: method.name, configurable: true });
  Object.defineProperty(wrapper, 'length', { value: method.length, configurable: true });
  Object.defineProperty(owner, name, { ...descriptor, value: wrapper });
}
