import { readSync, writeSync } from 'node:fs';
import { RECORDS_FD, REPLIES_FD, type Reply, type RunMessage } from '../protocol.ts';

/** The child's side of the conversation with its parent. Every call blocks: nothing here is a task of the event loop. */
export interface Channel {
  readonly send: (message: RunMessage) => void;
  /** Sends, then waits for the answer. */
  readonly ask: (message: RunMessage) => Reply;
}

const LONGEST_REPLY_BYTES = 4096;

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
  while (rest.length > 0) rest = rest.subarray(writeSync(RECORDS_FD, rest));
}

/** The parent answers with one line, and only when it was asked. */
function readReply(): Reply {
  const buffer = Buffer.allocUnsafeSlow(LONGEST_REPLY_BYTES);
  let length = 0;
  while (buffer[length - 1] !== 0x0a) {
    const count = readSync(REPLIES_FD, buffer, length, LONGEST_REPLY_BYTES - length, null);
    if (count === 0) throw new Error('the parent process is gone');
    length += count;
  }
  return JSON.parse(buffer.toString('utf8', 0, length)) as Reply;
}
