/** What `watch` and `record` of a scenario do. */
import type { ChildWarning, CounterReport } from '../protocol.ts';
import type { Watch, WatchOptions } from '../scenario.ts';
import { askForBuffered, watchByFunction } from './asked-objects.ts';
import { settleMessages } from './http/http-message.ts';
import { prepareHttp, watchHttpMessage } from './http/outgoing-messages.ts';
import { describeUncounted, seeStreamIter, watchIterStream } from './iter/see-push.ts';
import { areNodeStreamsSeen, isLoaded, seeNodeStreams, watchNodeStream } from './node/streams.ts';
import { confirm } from './node/writable-side.ts';
import { watchForeignStream } from './npm/foreign-streams.ts';
import { Label, type Member, Sum } from './sums/label.ts';
import { settle, unsummedBytes } from './sums/recent.ts';
import { watchWebStream } from './web/web-streams.ts';

/** What the streams of a label have at this moment. */
export interface LabelNow {
  readonly name: string;
  readonly bufferedBytes: number;
  readonly drains: number;
}

/** Counts exactly what the watched streams buffer, for each label and for all together. */
export class Watcher {
  readonly #labels = new Map<string, Label>();
  /** The sum over all labels: what two of them count counts once. */
  readonly #total = new Sum();
  readonly #recorded = new Map<string, number>();
  /** By the label of watched streams that cannot be counted here: why not. */
  readonly #uncounted = new Map<string, ChildWarning>();
  #report: CounterReport | undefined;

  constructor() {
    this.prepare();
  }

  /** What the counters do not say. */
  get warnings(): readonly ChildWarning[] {
    const leadsElsewhere = [...this.#labels.values()].some(({ writesElsewhere }) => writesElsewhere > 0);
    const uncounted = new Set(this.#uncounted.values());
    return [...uncounted, ...(leadsElsewhere ? (['write-leads-elsewhere'] as const) : [])];
  }

  /** What all watched streams buffer at this moment. */
  get bufferedBytes(): number {
    askForBuffered();
    return this.#total.bytes + unsummedBytes(this.#total);
  }

  /** Each label, in the order in which they were first watched. Changes nothing, and may be called at any moment. */
  readonly labelsNow = (): LabelNow[] =>
    [...this.#labels].map(([name, label]) => ({
      name,
      bufferedBytes: label.bytes + unsummedBytes(label),
      drains: label.drains,
    }));

  /** To be called when the scenario has been loaded, and with it the modules that it uses. */
  prepare(): void {
    seeNodeStreams();
    prepareHttp();
    seeStreamIter(isLoaded('stream/iter'));
  }

  readonly watch: Watch = (name, stream, options = {}) => {
    checkName(name, 'watch');
    if (this.#report === undefined) this.#count(name, stream, options);
    return stream;
  };

  readonly record = (name: string, value: number): void => {
    checkName(name, 'record');
    if (!Number.isFinite(value))
      throw new RangeError(`record('${name}', ${value}): only a finite number can be recorded`);
    this.#recorded.set(name, value);
  };

  /** The final counters. Streams of a later round are not counted. */
  report(): CounterReport {
    this.#report ??= this.#makeReport();
    return this.#report;
  }

  #count(name: string, stream: object, options: WatchOptions): void {
    const label = this.#labels.get(name) ?? new Label();
    const member: Member = { label, total: this.#total };
    const uncounted = countStream(name, stream, options, member);
    if (uncounted === undefined) this.#labels.set(name, label);
    else this.#uncounted.set(name, uncounted);
  }

  #makeReport(): CounterReport {
    askForBuffered();
    confirm();
    settle();
    settleMessages();
    const labels = [...this.#labels].filter(([name]) => !this.#uncounted.has(name));
    const last = labels.at(-1)?.[1];
    const firstCalls = labels.flatMap(([name, { firstCall }]) =>
      firstCall.call === undefined ? [] : [[name, firstCall.call] as const],
    );
    return {
      byLabel: Object.fromEntries(labels.map(([name, label]) => [name, label.counters()])),
      ...(firstCalls.length > 0 && { firstAfterFalse: Object.fromEntries(firstCalls) }),
      // What one of the streams has that is not counted is in no sum.
      ...(last !== undefined &&
        this.#uncounted.size === 0 && {
          peakBufferedBytes: this.#total.peakBytes,
          bytesDelivered: last.bytesDelivered,
          ...(labels.some(([, { countsChunks }]) => countsChunks) && {
            peakBufferedChunks: this.#total.peakChunks,
          }),
        }),
      ...(this.#uncounted.size > 0 && { uncounted: [...this.#uncounted.keys()] }),
      recorded: Object.fromEntries(this.#recorded),
    };
  }
}

/** Why it is not counted; undefined if it is. */
function countStream(
  name: string,
  stream: object,
  options: WatchOptions,
  member: Member,
): ChildWarning | undefined {
  if ((typeof stream !== 'object' && typeof stream !== 'function') || stream === null)
    throw refuse(name, stream);
  if (options.buffered !== undefined) {
    watchByFunction(name, stream, options.buffered, member);
    return undefined;
  }
  if (watchIterStream(stream, member)) return undefined;
  if (watchNodeStream(stream, member))
    return areNodeStreamsSeen() === false ? 'node-streams-not-counted' : undefined;
  const isMessageCounted = watchHttpMessage(stream, member);
  if (isMessageCounted !== undefined) return isMessageCounted ? undefined : 'http-message-not-counted';
  if (watchForeignStream(stream, member)) return undefined;
  const isCounted = watchWebStream(stream, member);
  if (isCounted === undefined) throw refuse(name, stream);
  return isCounted ? undefined : 'web-stream-not-counted';
}

/** Says which call it was, what it was given, and what was looked for. */
function refuse(name: string, given: unknown): TypeError {
  const isObject = typeof given === 'object' && given !== null;
  const what = isObject ? nameOfClass(given) : describePrimitive(given);
  const ofIter = isObject ? describeUncounted(given) : undefined;
  const why =
    ofIter ??
    (isObject && looksLikeWebStream(given)
      ? 'which is a Web Stream of another implementation than that of Node.js, such as a polyfill: it has no queue ' +
        'that could be counted (ReadableStream and WritableStream of node:stream/web).'
      : 'which is neither a Node.js stream nor a Web Stream: it has no length that could be counted ' +
        '(_writableState, _readableState, outputSize, buffered, bufferLength, _len).');
  return new TypeError(
    `watch('${name}', …) was given ${what}, ${why} ` +
      'Pass { buffered: () => bytes } as a third argument to count anything else.',
  );
}

const looksLikeWebStream = (given: object): boolean =>
  ['getReader', 'getWriter'].some((method) => method in given) ||
  ('readable' in given && 'writable' in given && typeof given.readable === 'object');

/** A label is the name of a row and a key of the report. */
function checkName(name: unknown, method: 'watch' | 'record'): void {
  const what = method === 'watch' ? 'a label and a stream' : 'a name and a number';
  if (typeof name !== 'string')
    throw new TypeError(`${method}() takes ${what}: its first argument must be a string, not ${typeof name}`);
  if (name === '__proto__') throw new RangeError(`${method}('__proto__', …): this name cannot be used`);
}

/** A function is shown without its source. */
function describePrimitive(given: unknown): string {
  if (typeof given === 'function') return 'a function';
  return typeof given === 'string' ? `'${given}'` : String(given);
}

function nameOfClass(given: object): string {
  const { name } = (given.constructor ?? {}) as { readonly name?: unknown };
  return typeof name === 'string' && name !== '' && name !== 'Object'
    ? `an instance of ${name}`
    : 'an object';
}
