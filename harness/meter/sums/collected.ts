/** What is counted of a stream that a program drops ends when that is collected. */

interface Closable {
  readonly close: () => void;
}

const registry = new FinalizationRegistry<Closable>((one) => one.close());

/**
 * Closes `one` when `token` is collected, unless `atom` was closed before. Not a state is registered but an object that
 * only the state has: V8 frees what is registered no sooner than with the next full collection.
 */
export function closeWhenCollected(token: object, one: Closable, atom: object): void {
  registry.register(token, one, atom);
}

/**
 * For an atom that is closed. What is registered is freed by a task, so that a program that never lets the event loop
 * turn would keep all of its streams' atoms otherwise.
 */
export function forget(atom: object): void {
  registry.unregister(atom);
}
