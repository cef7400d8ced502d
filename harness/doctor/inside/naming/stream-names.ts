import type { StackFrame } from '../../../protocol.ts';
import type { StreamTraits } from '../origins.ts';

export function traitsOf(stream: object): StreamTraits {
  // Node says so of those of the main thread.
  const isStandardOutput = Object.getOwnPropertyDescriptor(stream, '_isStdio')?.value === true;
  return {
    ...('_transform' in stream && { isTransform: true }),
    ...(isStandardOutput && { isStandardOutput }),
  };
}

/** By its first frame outside of packages, or else its first. */
export function keyOf(frames: readonly StackFrame[]): string {
  const frame = frames.find(({ file }) => !/[\\/]node_modules[\\/]/.test(file)) ?? frames[0];
  return frame === undefined ? '' : `${frame.file}:${frame.line}:${frame.column}`;
}

/** Of the innermost class that has a name. */
export function classNameOf(stream: object): string {
  for (let at: object | null = stream; at !== null; at = Object.getPrototypeOf(at)) {
    const name: unknown = at.constructor?.name;
    if (typeof name === 'string' && name !== '') return name;
  }
  return 'Object';
}
