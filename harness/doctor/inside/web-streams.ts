/** Counts every Web Stream of this thread, from its first use on. Node's Web Streams are never loaded for this. */
import { isOutsideNode, readStack } from '../../meter/call-site.ts';
import { Given } from '../../meter/node/state.ts';
import { isLoaded } from '../../meter/node/streams.ts';
import { seeWebStreams, type WebStreamEvents, wholeOf } from '../../meter/web/every-web-stream.ts';
import { lookInside } from '../../meter/web/state.ts';
import type { StackFrame } from '../../protocol.ts';
import { CaptureBudget } from './capture-budget.ts';
import { onModuleLoaded } from './unseen/loaded-modules.ts';
import { unseen } from './unseen/unseen.ts';

/** Called when a program has loaded Node's Web Streams, before it can use them. */
export function onWebStreamsLoaded(events: WebStreamEvents, failed: () => void): void {
  let isPreparing = false;
  const prepare = (): void => {
    isPreparing = true;
    if (!seeWebStreams(process.getBuiltinModule('stream/web') as never, events)) failed();
  };
  if (areWebStreamsLoaded()) prepare();
  else
    onModuleLoaded({
      prefixes: WEB_STREAMS,
      loaded() {
        if (isPreparing || isLoadingWebStreams()) return 'go on';
        prepare();
        return 'done';
      },
    });
}

/** Any of those that have a class of streams. */
const areWebStreamsLoaded = (): boolean =>
  ['readablestream', 'writablestream', 'transformstream'].some((name) =>
    isLoaded(`internal/webstreams/${name}`),
  );

/** Whether an object that was there before is a Web Stream: not the prototype of one, either. */
export function isWebStream(object: object): boolean {
  if (!areWebStreamsLoaded()) return false;
  const { ReadableStream, WritableStream } = process.getBuiltinModule('stream/web');
  const isOne = object instanceof ReadableStream || object instanceof WritableStream;
  return isOne && lookInside(object) !== undefined;
}

const WEB_STREAMS = ['stream/web', 'internal/webstreams/'];

/** To load one that another is waiting for would leave the other with half of its exports. */
const isLoadingWebStreams = (): boolean =>
  readStack(isLoadingWebStreams).some(({ file }) =>
    WEB_STREAMS.some((prefix) => file.startsWith(`node:${prefix}`)),
  );

/** Who made a stream. */
class Creation extends Given {
  #maker: Maker;

  constructor(stream: object, maker: Maker) {
    super(stream);
    this.#maker = maker;
  }

  static makerOf(stream: object): Maker | undefined {
    return #maker in stream ? (stream as Creation).#maker : undefined;
  }
}

interface Maker {
  readonly frames: readonly StackFrame[];
  /** What the program called, such as `CompressionStream` or `tee`. Undefined if that is none of Node's functions. */
  readonly called: string | undefined;
  /** Whether another part of Node has made it for itself, as fetch does for what it sends. */
  readonly isNode: boolean;
  /** Whether a tee() makes it, whoever called that. */
  readonly isBranch: boolean;
}

/** A branch of a tee(), or of the clone() of a Response; or one that Node itself fills. */
export type WebKind = 'web' | 'branch' | 'clone' | 'of Node';

export const webCreatorsOf = (stream: object): readonly StackFrame[] | undefined =>
  Creation.makerOf(stream)?.frames;

/** Such as `ReadableStream`, `CompressionStream` for both of its sides, or the class of the program. */
export function webClassOf(stream: object): string {
  const { called } = Creation.makerOf(stream) ?? {};
  if (called?.endsWith('Stream')) return called;
  // Node 20 has classes of its own for the streams that it makes.
  return (wholeOf(stream).constructor?.name ?? 'Object').replace(
    /^Internal(Readable|Writable|Transform)(?:Byte)?Stream$/,
    '$1Stream',
  );
}

export function webKindOf(stream: object): WebKind {
  const { called, isNode, isBranch } = Creation.makerOf(stream) ?? {};
  if (isBranch && called === 'clone') return 'clone';
  if (isNode) return 'of Node';
  return called === 'tee' ? 'branch' : 'web';
}

/** One of those that Node makes of its own streams: their highWaterMark is that of the stream, in bytes. */
export const isOfNodeStream = (stream: object): boolean =>
  /^(?:toWeb|(?:Dec|C)ompressionStream)$/.test(Creation.makerOf(stream)?.called ?? '');

const MAX_CREATION_FRAMES = 16;
const budget = new CaptureBudget();

/** To be called in the constructor of a stream. */
export function noteWebCreator(stream: object): void {
  unseen(() => {
    const stack = budget.spend(() => readStack(noteWebCreator, MAX_CREATION_FRAMES));
    if (stack !== undefined) new Creation(stream, makerIn(stack));
  });
}

function makerIn(stack: readonly StackFrame[]): Maker {
  const own = stack.findIndex(isOutsideNode);
  // The last of Node's own functions is what the program called.
  const called = own > 0 ? stack[own - 1] : undefined;
  return {
    frames: stack.filter(isOutsideNode),
    called: called?.functionName?.replace(/^.*[ .]/, ''),
    isNode: stack.some(({ file }) => OTHER_MAKERS.test(file)),
    isBranch: stack.some(({ file, functionName = '' }) => file.startsWith('node:') && TEE.test(functionName)),
  };
}

const TEE = /^readable(?:Byte)?StreamTee$/;

const OTHER_MAKERS = /^node:internal\/(deps\/undici\/|blob$)/;
