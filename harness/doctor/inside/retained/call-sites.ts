/** Which line of a program asked for memory, and by which function. */
import { type Below, isOutsideNode, readStack } from '../../../meter/call-site.ts';
import type { StackFrame } from '../../../protocol.ts';

/** A stack takes as long as it is deep: mostly so many are enough. */
const FEW_FRAMES = 6;
const MAX_SEEN_FRAMES = 32;
const MAX_FRAMES = 10;

export interface Caller {
  /** Such as `readFileSync`, or the name of what was wrapped. */
  readonly called: string;
  /** With those of async functions that wait for what runs. None if only Node's own code is on the stack. */
  readonly frames: readonly StackFrame[];
}

export function readCaller(name: string, below: Below): Caller {
  let stack = readStack(below, FEW_FRAMES);
  if (stack.length === FEW_FRAMES && !stack.some(isOfProgram)) stack = readStack(below, MAX_SEEN_FRAMES);
  const own = stack.findIndex(isOutsideNode);
  return {
    called: (own > 0 ? nameIn(stack[own - 1]) : undefined) ?? name,
    frames: own === -1 ? [] : stack.filter(isOutsideNode).slice(0, MAX_FRAMES),
  };
}

/** Without the class, or `async`, but for the functions of Buffer itself. */
function nameIn(frame: StackFrame | undefined): string | undefined {
  const name = frame?.functionName?.replace(/^.*[ .]/, '') || undefined;
  return name !== undefined && frame?.file === 'node:buffer' && OF_BUFFER.test(name)
    ? `Buffer.${name}`
    : name;
}

const OF_BUFFER = /^(?:alloc|allocUnsafe|allocUnsafeSlow|concat|copyBytesFrom|from)$/;

const isOfProgram = (frame: StackFrame): boolean =>
  isOutsideNode(frame) && !/[\\/]node_modules[\\/]/.test(frame.file);

/** By its first frame outside of packages, or else its first. */
export function keyOfCaller({ called, frames }: Caller): string {
  const frame = frames.find(isOfProgram) ?? frames[0];
  return frame === undefined ? called : `${called} ${frame.file}:${frame.line}:${frame.column}`;
}
