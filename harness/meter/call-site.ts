/** Where a program called a method of a stream. Nothing here runs before a label's first call after `false`. */
import type { CalledMethod, CapturedCall, StackFrame } from '../protocol.ts';

/** Node's own streams put up to ten frames each between the program and a write() that a pipe makes. */
const MAX_SEEN_FRAMES = 100;
/** The call itself is among the first that are not Node's. */
const MAX_SENT_FRAMES = 10;

/** The first call after `false` of the streams of one label. */
export class FirstCall {
  call: CapturedCall | undefined;

  /** Called by the function `below` when a call after `false` is seen. */
  note(method: CalledMethod, below: Below, _queue: object): void {
    this.call ??= captureCallSite(method, below);
  }
}

/** For a label of whose calls nobody asks for the line. */
export class NoCall extends FirstCall {
  override note(): void {}
}

/** Any function on the stack: its frame and those above it are left out. */
export type Below = (...args: never[]) => unknown;

/**
 * The stack that called `below`, as positions in the files that are loaded: source maps are read after the run, by the
 * parent. The stack is read at once: an unread one keeps its receivers alive.
 */
function captureCallSite(method: CalledMethod, below: Below): CapturedCall {
  return { method, frames: readCallers(below) };
}

/** The innermost frames that called `below` and are neither Node's nor the meter's. */
function readCallers(below: Below): StackFrame[] {
  return readStack(below, MAX_SEEN_FRAMES).filter(isOutsideNode).slice(0, MAX_SENT_FRAMES);
}

/** A call, and how it came to the method. */
export interface Call {
  readonly frames: StackFrame[];
  /** The files of Node's own functions between the method and the innermost frame. */
  readonly through: readonly string[];
}

export function readCall(below: Below): Call {
  const stack = readStack(below, MAX_SEEN_FRAMES);
  const first = stack.findIndex(isOutsideNode);
  return {
    frames: stack.filter(isOutsideNode).slice(0, MAX_SENT_FRAMES),
    through: stack.slice(0, first).flatMap(({ file }) => (file.startsWith('node:') ? [file] : [])),
  };
}

/** The innermost frames outside of Node that created an object: not those of the constructors of its classes. */
export function readCreators(below: Below, maxSeenFrames: number): StackFrame[] {
  return readStack(below, maxSeenFrames, (site) => !site.isConstructor()).filter(isOutsideNode);
}

/** All frames that called `below`, innermost first. */
export function readStack(
  below: Below,
  maxFrames = MAX_SEEN_FRAMES,
  isWanted: (site: NodeJS.CallSite) => boolean = () => true,
): StackFrame[] {
  const before = CHANGED.map((name) => Object.getOwnPropertyDescriptor(Error, name));
  const holder: { readonly stack?: StackFrame[] } = {};
  try {
    Error.stackTraceLimit = maxFrames;
    Error.prepareStackTrace = (_error, sites) => sites.filter(isWanted).map(describeFrame);
    Error.captureStackTrace(holder, below);
    return holder.stack ?? [];
  } catch {
    // A program can freeze Error: then the call is known, and not its line.
    return [];
  } finally {
    for (const [index, name] of CHANGED.entries()) restore(name, before[index]);
  }
}

/** Of Error: they are the program's. */
const CHANGED = ['stackTraceLimit', 'prepareStackTrace'] as const;

function restore(name: string, before: PropertyDescriptor | undefined): void {
  if (before === undefined) Reflect.deleteProperty(Error, name);
  else if ('value' in before) Reflect.set(Error, name, before.value);
  else Reflect.defineProperty(Error, name, before);
}

function describeFrame(site: NodeJS.CallSite): StackFrame {
  const functionName = site.getFunctionName();
  const file = site.getFileName() ?? '';
  // Of Node's own functions nobody is told the line, and V8 would look for it in all of the file.
  const isNode = file === '' || file.startsWith('node:');
  return {
    file,
    line: isNode ? 0 : (site.getLineNumber() ?? 0),
    column: isNode ? 0 : (site.getColumnNumber() ?? 0),
    ...(functionName !== null && { functionName }),
  };
}

/** Native functions such as Array.prototype.forEach have no file. */
export const isOutsideNode = ({ file }: StackFrame): boolean =>
  file !== '' && !file.startsWith('node:') && !hidden.has(file);

/** Files of the meter whose functions stand between a program and Node's: one, if the child is one file. */
const hidden = new Set<string>();

/** Whether all of the meter is one file, which is hidden. */
let isBundled = false;

/** Leaves the functions of the file that calls this out of all stacks. */
export function hideOwnFrames(): void {
  if (isBundled) return;
  const [own, caller] = readStack(readStack, 2);
  if (caller !== undefined) hidden.add(caller.file);
  isBundled = caller !== undefined && caller.file === own?.file;
}
