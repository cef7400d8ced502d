/** Counts every Web Stream of this thread, from its first use on. Node's Web Streams are never loaded for this. */
import { isOutsideNode, readStack } from '../../meter/call-site.ts';
import { Given } from '../../meter/node-state.ts';
import { seeWebStreams, type WebStreamEvents, wholeOf } from '../../meter/web/every-web-stream.ts';
import type { StackFrame } from '../../protocol.ts';
import { CaptureBudget } from './capture-budget.ts';
import { onModuleLoaded } from './loaded-modules.ts';

/** Called when a program has loaded Node's Web Streams, before it can use them. */
export function onWebStreamsLoaded(events: WebStreamEvents, failed: () => void): void {
  let isPreparing = false;
  onModuleLoaded((name) => {
    if (isPreparing || !isOfWebStreams(name) || isLoadingWebStreams()) return 'go on';
    isPreparing = true;
    if (!seeWebStreams(process.getBuiltinModule('stream/web') as never, events)) failed();
    return 'done';
  });
}

const isOfWebStreams = (name: string): boolean =>
  name === 'stream/web' || name.startsWith('internal/webstreams/');

/** To load one that another is waiting for would leave the other with half of its exports. */
const isLoadingWebStreams = (): boolean =>
  readStack(isLoadingWebStreams).some(
    ({ file }) => file.startsWith('node:') && isOfWebStreams(file.slice('node:'.length)),
  );

/** Who made a stream. */
class Creation extends Given {
  #frames: readonly StackFrame[];
  #called: string | undefined;

  constructor(stream: object, frames: readonly StackFrame[], called: string | undefined) {
    super(stream);
    this.#frames = frames;
    this.#called = called;
  }

  static framesOf(stream: object): readonly StackFrame[] | undefined {
    return #frames in stream ? (stream as Creation).#frames : undefined;
  }

  static calledOf(stream: object): string | undefined {
    return #called in stream ? (stream as Creation).#called : undefined;
  }
}

export const webCreatorsOf = Creation.framesOf;

/** Such as `ReadableStream`, `CompressionStream` for both of its sides, or the class of the program. */
export function webClassOf(stream: object): string {
  const called = Creation.calledOf(stream);
  if (called?.endsWith('Stream')) return called;
  // Node 20 has classes of its own for the streams that it makes.
  return (wholeOf(stream).constructor?.name ?? 'Object').replace(/^Internal(?=\w+Stream$)/, '');
}

export const isBranchOfTee = (stream: object): boolean => Creation.calledOf(stream) === 'tee';

const MAX_CREATION_FRAMES = 16;
const budget = new CaptureBudget();

/** To be called in the constructor of a stream. */
export function noteWebCreator(stream: object): void {
  const stack = budget.spend(() => readStack(noteWebCreator, MAX_CREATION_FRAMES));
  if (stack === undefined) return;
  const own = stack.findIndex(isOutsideNode);
  // The last of Node's own functions is what the program called.
  const called = own > 0 ? stack[own - 1]?.functionName?.replace(/^.*[ .]/, '') : undefined;
  new Creation(stream, stack.filter(isOutsideNode), called);
}
