import { Given } from '../node/state.ts';
import type { HttpMessage } from './http-message.ts';

/** The lengths of a message, as private fields of it. */
export class MessageCell extends Given {
  #waiting = 0;
  #turn = 0;
  #message: HttpMessage | undefined;
  /** Only the message refers to it: what is counted is registered with it, and would keep it otherwise. */
  #token: object | undefined;

  static readonly waiting: PropertyDescriptor & ThisType<object> = {
    configurable: true,
    enumerable: true,
    get() {
      return #waiting in this ? (this as MessageCell).#waiting : undefined;
    },
    set(now: number) {
      if (!(#waiting in this)) new MessageCell(this);
      const cell = this as MessageCell;
      const more = now - cell.#waiting;
      cell.#waiting = now;
      if (cell.#message === undefined || more === 0) return;
      const { waiting, moreBytes } = cell.#message;
      cell.#message.moreBytes = 0;
      waiting.change(more > 0 ? more + moreBytes : -Math.min(-more, waiting.bytes), 0);
      if (now === 0) waiting.change(-waiting.bytes, 0);
    },
  };

  static readonly turn: PropertyDescriptor & ThisType<object> = {
    configurable: true,
    enumerable: true,
    get() {
      return #turn in this ? (this as MessageCell).#turn : undefined;
    },
    set(now: number) {
      if (!(#turn in this)) new MessageCell(this);
      const cell = this as MessageCell;
      const more = now - cell.#turn;
      cell.#turn = now;
      if (cell.#message === undefined || more === 0) return;
      const { turn } = cell.#message;
      turn.change(more > 0 ? more : -Math.min(-more, turn.bytes), 0);
    },
  };

  static waitingOf(message: object): number {
    return #waiting in message ? message.#waiting : 0;
  }

  static turnOf(message: object): number {
    return #turn in message ? message.#turn : 0;
  }

  static messageOf(message: object): HttpMessage | undefined {
    return #message in message ? message.#message : undefined;
  }

  /** Returns an object that is collected with the message. */
  static attach(message: object, counted: HttpMessage): object {
    if (!(#message in message)) new MessageCell(message);
    const cell = message as MessageCell;
    cell.#message = counted;
    cell.#token = {};
    return cell.#token;
  }
}
