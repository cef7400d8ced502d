/** What is counted of an HTTP message that is sent. It refers to no stream. */
import type { CalledMethod } from '../../protocol.ts';
import type { WritableSide } from '../node/writable-side.ts';
import { Atom } from '../sums/atom.ts';
import type { Member } from '../sums/label.ts';

/** Messages that are not over: how much of each was delivered is known from what is left of it. */
const open = new Set<HttpMessage>();

/** Brings what was delivered up to date. */
export function settleMessages(): void {
  for (const message of open) message.settle();
}

export class HttpMessage {
  /** What waits for a connection, and what waits for the end of the turn. */
  readonly waiting: Atom;
  readonly turn: Atom;
  /** How many bytes more than UTF-16 code units the string has that is being written. */
  moreBytes = 0;
  #borrowed: Member[] = [];
  #connection: WritableSide | undefined;
  #bytesIn = 0;
  #bytesOut = 0;
  #isFull = false;
  #isDrainExpected = false;
  #isOver = false;

  constructor(member: Member, highWaterMark: number) {
    this.waiting = new Atom('written', member);
    this.turn = new Atom('written', member);
    this.waiting.whole = this;
    this.turn.whole = this;
    this.waiting.setHighWaterMark(highWaterMark);
    this.#borrowed.push({ ...member, isBorrowed: true });
    open.add(this);
  }

  /** What was buffered before it was counted. */
  begin(waitingBytes: number, turnBytes: number): void {
    this.passIn(waitingBytes + turnBytes);
    this.waiting.change(waitingBytes, 0);
    this.turn.change(turnBytes, 0);
  }

  join(member: Member): void {
    if (this.waiting.isCountedBy(member.label)) return;
    const borrowed = { ...member, isBorrowed: true };
    this.waiting.join(member);
    this.turn.join(member);
    this.#borrowed.push(borrowed);
    this.#connection?.atom.join(borrowed);
  }

  /** What the connection buffers is this message's until it is over, or another one has the connection. */
  connect(connection: WritableSide): void {
    if (connection === this.#connection || this.#isOver) return;
    connection.message?.close();
    connection.message = this;
    this.#connection = connection;
    for (const member of this.#borrowed) connection.atom.join(member);
  }

  /** Before write() or end(). */
  takeIn(
    bytes: number,
    needsDrain: boolean,
    method: CalledMethod,
    below: (...args: never[]) => unknown,
  ): void {
    if (this.#isDrainExpected && needsDrain) this.waiting.addDrains(-1);
    this.#isDrainExpected = false;
    if (needsDrain) this.waiting.noteAfterFalse(method, below);
    this.passIn(bytes);
  }

  passIn(bytes: number): void {
    this.#bytesIn += bytes;
    this.waiting.pass(bytes, 0);
  }

  becomeFull(message: object): void {
    this.#isFull = true;
    if (this.waiting.isJoined) this.waiting.owner ??= new WeakRef(message);
    this.waiting.becomeFull();
  }

  /** The connection has nothing more: 'drain' is emitted next, unless a write comes first. */
  drain(): void {
    if (!this.#isFull) return;
    this.#isFull = false;
    this.#isDrainExpected = true;
    this.waiting.addDrains(1);
    this.waiting.stopClock();
  }

  /** After end() there is no 'drain'. */
  end(): void {
    this.#isFull = false;
    this.waiting.isEnded = true;
  }

  /** What waited is passed to the connection, which counts it from now on. */
  handOver(atom: Atom): void {
    atom.change(-atom.bytes, 0);
  }

  settle(): void {
    const left = this.waiting.bytes + this.turn.bytes + (this.#connection?.atom.bytes ?? 0);
    // What is buffered has headers and frames, too.
    const bytesOut = Math.max(this.#bytesOut, this.#bytesIn - left);
    this.waiting.pass(0, bytesOut - this.#bytesOut);
    this.#bytesOut = bytesOut;
    if (left === 0 && !this.#isFull) this.waiting.stopClock();
  }

  /** It is over, or its connection is lost, and with it what is buffered. */
  close(): void {
    if (this.#isOver) return;
    this.settle();
    this.#isOver = true;
    open.delete(this);
    this.waiting.close();
    this.turn.close();
    if (this.#connection === undefined) return;
    for (const member of this.#borrowed) this.#connection.atom.leave(member);
    this.#connection.message = undefined;
    this.#connection = undefined;
  }
}
