/** Tells when this thread exits, without a listener that a program could count or remove. */

const { EventEmitter } = process.getBuiltinModule('events');

type Emit = (this: typeof process, ...args: [type: string | symbol, ...rest: unknown[]]) => boolean;

/** However a thread exits by itself, Node calls `process.emit('exit')`. */
export function beforeExitListeners(call: () => void): void {
  const { prototype } = EventEmitter as unknown as { readonly prototype: { readonly emit: Emit } };
  const emit: Emit = function emit(type, ...rest) {
    if (type === 'exit') call();
    // Looked up each time: a program can replace it, and node:domain does.
    return prototype.emit.call(this, type, ...rest);
  };
  // A bundler renames functions.
  Object.defineProperty(emit, 'name', { value: prototype.emit.name, configurable: true });
  Object.defineProperty(emit, 'length', { value: prototype.emit.length, configurable: true });
  const descriptor = Object.getOwnPropertyDescriptor(prototype, 'emit');
  // Not on `process` itself, where programs put their own.
  Object.defineProperty(Object.getPrototypeOf(process), 'emit', { ...descriptor, value: emit });
}
