import { readSync as readOnce, writeSync as writeOnce } from 'node:fs';
import {
  MAX_RECORD_LENGTH,
  type PartialFigures,
  RECORDS_FD,
  REPLIES_FD,
  type Reply,
  type RunMessage,
} from '../protocol.ts';
import { fromJson, toJson } from './before-scenario.ts';

const [readSync, writeSync] = [readOnce, writeOnce];

/** The child's side of the protocol with its parent. Every call blocks: nothing here is a task of the event loop. */
export interface Channel {
  readonly send: (message: RunMessage) => void;
  /** Sends, then waits for the answer. */
  readonly ask: (message: RunMessage) => Reply;
}

const PART_BYTES = 4096;
const NEWLINE = 0x0a;
const POLL_MS = 1;

export function openChannel(): Channel {
  let seq = 0;
  const send = (message: RunMessage): void => {
    const line = stringify({ seq, ...shorten(message, seq) });
    if (line.length > MAX_RECORD_LENGTH) throw tooLong(line.length);
    seq += 1;
    writeAll(`${line}\n`);
  };
  return {
    send,
    ask: (message) => {
      send(message);
      return readReply();
    },
  };
}

/** The reason why a run ended early is worth more than its counters. */
const shorten = (message: RunMessage, seq: number): RunMessage =>
  'partial' in message && stringify({ seq, ...message }).length > MAX_RECORD_LENGTH
    ? { ...message, partial: NOTHING }
    : message;

const NOTHING: PartialFigures = { counters: { byLabel: {}, recorded: {} }, checks: [] };

const tooLong = (length: number): RangeError =>
  new RangeError(
    `the report of this run is ${length} characters long, and at most ${MAX_RECORD_LENGTH} are accepted: ` +
      'use fewer labels in watch(), names in record(), and checks',
  );

const PROTOTYPES = [Object, Array, String, Number, Boolean].map(({ prototype }) => prototype as object);

/** As JSON, even if the scenario has given a `toJSON` to everything. */
function stringify(record: unknown): string {
  for (const prototype of PROTOTYPES) if ('toJSON' in prototype) return stringifyWithout(record);
  return toJson(record);
}

function stringifyWithout(record: unknown): string {
  const replaced = PROTOTYPES.flatMap((prototype) => {
    const descriptor = Reflect.getOwnPropertyDescriptor(prototype, 'toJSON');
    return descriptor !== undefined && Reflect.deleteProperty(prototype, 'toJSON')
      ? [{ prototype, descriptor }]
      : [];
  });
  const line = toJson(record);
  for (const { prototype, descriptor } of replaced) Reflect.defineProperty(prototype, 'toJSON', descriptor);
  return line;
}

function writeAll(line: string): void {
  let rest = Buffer.from(line);
  while (rest.length > 0) rest = rest.subarray(waitUntilReady(() => writeSync(RECORDS_FD, rest)));
}

/** The parent replies with one line, and only to a record that needs a reply. */
function readReply(): Reply {
  let reply = Buffer.alloc(0);
  while (reply.at(-1) !== NEWLINE) reply = Buffer.concat([reply, readPart()]);
  return fromJson(reply.toString()) as Reply;
}

function readPart(): Buffer {
  const part = Buffer.alloc(PART_BYTES);
  const length = waitUntilReady(() => readSync(REPLIES_FD, part));
  if (length === 0) throw new Error('the parent process is gone');
  return part.subarray(0, length);
}

/** A descriptor that is also open as a socket (see exit-with-parent.ts) gives EAGAIN instead of blocking. */
function waitUntilReady(act: () => number): number {
  for (;;) {
    try {
      return act();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, POLL_MS);
    }
  }
}
