import { isLoaded } from '../../../meter/node/streams.ts';

interface WithStates {
  readonly WritableState: { readonly prototype: object };
}

/** Whether a meter sees the lengths of Node's streams in this thread. Node's stream module is never loaded for this. */
export function areStreamsCounted(): boolean {
  if (!isLoaded('stream')) return false;
  const { WritableState } = process.getBuiltinModule('stream').Writable as unknown as WithStates;
  return Object.hasOwn(WritableState.prototype, 'length');
}
