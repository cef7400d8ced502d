import { readSync, writeSync } from 'node:fs';
import { RECORDS_FD, REPLIES_FD, type Reply, type RunMessage } from '../protocol.ts';

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
    writeAll(`${JSON.stringify({ seq: seq++, ...message })}\n`);
  };
  return {
    send,
    ask: (message) => {
      send(message);
      return readReply();
    },
  };
}

function writeAll(line: string): void {
  let rest = Buffer.from(line);
  while (rest.length > 0) rest = rest.subarray(waitUntilReady(() => writeSync(RECORDS_FD, rest)));
}

/** The parent replies with one line, and only to a record that needs a reply. */
function readReply(): Reply {
  let reply = Buffer.alloc(0);
  while (reply.at(-1) !== NEWLINE) reply = Buffer.concat([reply, readPart()]);
  return JSON.parse(reply.toString()) as Reply;
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
