/** How much has passed through a stream that holds something, by the counters that Node's own classes have. */
import { ownValue } from './own-value.ts';

export function usageOf(stream: object): number {
  const handle = handleOf(stream);
  return (
    sumOf(stream, ['bytesRead', 'bytesWritten', 'pos']) + (handle === undefined ? 0 : bytesThrough(handle))
  );
}

/** A connection that an agent of http, or fetch(), keeps for the next request. */
export function isInPool(stream: object): boolean {
  if (handleOf(stream) === undefined) return false;
  return ownValue(stream, '_httpMessage') === null || (isOfFetch(stream) && !hasUnread(stream));
}

/** The field that undici, which is fetch(), puts on each of its sockets. */
export const isOfFetch = (stream: object): boolean =>
  Object.getOwnPropertySymbols(stream).some(({ description }) => description === 'socket request counter');

/** Of a body that nobody reads, undici stops reading. */
const hasUnread = (stream: object): boolean =>
  Number(Reflect.get(Object(ownValue(stream, '_readableState')), 'length')) > 0;

const sumOf = (stream: object, keys: readonly string[]): number =>
  keys.map((key) => ownValue(stream, key)).reduce<number>((sum, value) => sum + (Number(value) || 0), 0);

/** Of a socket: it is an object of Node's own. */
function handleOf(stream: object): object | undefined {
  const key = Object.getOwnPropertySymbols(stream).find(({ description }) => description === 'kHandle');
  const handle = key === undefined ? undefined : ownValue(stream, key);
  return typeof handle === 'object' && handle !== null ? handle : undefined;
}

const bytesThrough = (handle: object): number =>
  (Number(Reflect.get(handle, 'bytesRead')) || 0) + (Number(Reflect.get(handle, 'bytesWritten')) || 0);
