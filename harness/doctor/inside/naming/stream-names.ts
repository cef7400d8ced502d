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
