/** What `watch` and `record` of a scenario do. */
import type { CounterReport } from '../protocol.ts';
import type { Watch } from '../scenario.ts';
import { settle } from './atom.ts';
import { watchHttpMessage } from './http.ts';
import { settleMessages } from './http-message.ts';
import { Label, type Member, Sum } from './label.ts';
import { watchNodeStream } from './node-streams.ts';
import { watchWebStream } from './web/web-streams.ts';

/** Counts exactly what the watched streams buffer, for each label and for all together. */
export class Watcher {
  readonly #labels = new Map<string, Label>();
  /** The sum over all labels: what two of them count counts once. */
  readonly #total = new Sum();
  readonly #recorded = new Map<string, number>();
  #hasUncounted = false;
  #report: CounterReport | undefined;

  /** Whether a watched stream could not be counted on this version of Node. */
  get hasUncounted(): boolean {
    return this.#hasUncounted;
  }

  /** What all watched streams buffer at this moment. */
  get bufferedBytes(): number {
    return this.#total.bytes;
  }

  readonly watch: Watch = (name, stream) => {
    if (this.#report === undefined) this.#count(name, stream);
    return stream;
  };

  readonly record = (name: string, value: number): void => {
    if (!Number.isFinite(value))
      throw new RangeError(`record('${name}', ${value}): only a finite number can be recorded`);
    this.#recorded.set(name, value);
  };

  /** The final counters. Streams of a later round are not counted. */
  report(): CounterReport {
    this.#report ??= this.#makeReport();
    return this.#report;
  }

  #count(name: string, stream: object): void {
    const label = this.#labels.get(name) ?? new Label();
    const member: Member = { label, total: this.#total };
    const outcome = countStream(stream, member);
    if (outcome === 'not-counted') this.#hasUncounted = true;
    else this.#labels.set(name, label);
  }

  #makeReport(): CounterReport {
    settle();
    settleMessages();
    const labels = [...this.#labels];
    const last = labels.at(-1)?.[1];
    const firstCalls = labels.flatMap(([name, { firstCall }]) =>
      firstCall.call === undefined ? [] : [[name, firstCall.call] as const],
    );
    return {
      byLabel: Object.fromEntries(labels.map(([name, label]) => [name, label.counters()])),
      ...(firstCalls.length > 0 && { firstAfterFalse: Object.fromEntries(firstCalls) }),
      ...(last !== undefined && {
        peakBufferedBytes: this.#total.peakBytes,
        bytesDelivered: last.bytesDelivered,
      }),
      recorded: Object.fromEntries(this.#recorded),
    };
  }
}

function countStream(stream: object, member: Member): 'counted' | 'not-counted' {
  if (typeof stream === 'object' && stream !== null) {
    if (watchNodeStream(stream, member) || watchHttpMessage(stream, member)) return 'counted';
    const isCounted = watchWebStream(stream, member);
    if (isCounted !== undefined) return isCounted ? 'counted' : 'not-counted';
  }
  throw new TypeError(
    'watch(label, stream): the second argument is neither a Node.js stream nor a Web Stream',
  );
}
