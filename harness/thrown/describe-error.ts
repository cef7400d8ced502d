/** Turns whatever was thrown into words. */
import { inspect } from 'node:util';
import type { DescribedError } from '../protocol.ts';

const MAX_LENGTH = 8 * 1024;

/** Anything can be thrown, with properties of any type. Never throws, and is never long. */
export function describeError(error: unknown): DescribedError {
  if (!isError(error)) return { name: 'thrown value', message: toText(error) };
  const name = read(error, 'name');
  const message = read(error, 'message');
  const code = read(error, 'code');
  const stack = read(error, 'stack');
  return {
    name: name === undefined || name === '' ? 'Error' : toText(name),
    message: message === undefined ? '' : toText(message),
    ...(typeof code === 'string' && { code: cutMiddle(code) }),
    ...(typeof stack === 'string' && { stack: cutMiddle(stack) }),
  };
}

/** A proxy can throw. */
function isError(error: unknown): error is Error {
  try {
    return error instanceof Error;
  } catch {
    return false;
  }
}

/** A getter can throw. */
function read(error: Error, key: string): unknown {
  try {
    return Reflect.get(error, key);
  } catch {
    return undefined;
  }
}

function toText(value: unknown): string {
  if (typeof value === 'string') return cutMiddle(value);
  try {
    return cutMiddle(inspect(value, { breakLength: Number.POSITIVE_INFINITY, maxStringLength: MAX_LENGTH }));
  } catch {
    return `a value of type ${typeof value} that cannot be shown`;
  }
}

/** The beginning has the reason, and the end of a stack the frames. */
function cutMiddle(text: string): string {
  if (text.length <= MAX_LENGTH) return text;
  const omitted = text.length - MAX_LENGTH;
  return `${text.slice(0, MAX_LENGTH / 2)} … ${omitted} characters … ${text.slice(-MAX_LENGTH / 2)}`;
}
