import { collectGarbage } from '../memory/collect-garbage.ts';

/** What every second reply is full of; nothing else contains it. */
const SECRET = 'S';
const REPLIES_BETWEEN_COLLECTIONS = 200;

interface Replies {
  readonly replies: number;
  readonly makeFrame: () => Buffer;
  readonly record: (name: string, value: number) => void;
}

/**
 * Writes replies into frames: every second one fills its frame with what only its client may see, the others leave most
 * of theirs as it was. Records what is sent, and how many bytes of such secrets are in the frames of the others.
 */
export async function writeReplies({ replies, makeFrame, record }: Replies): Promise<void> {
  let [sentBytes, foreignBytes, foreignFrames] = [0, 0, 0];
  for (let reply = 0; reply < replies; reply += 1) {
    if (reply % REPLIES_BETWEEN_COLLECTIONS === 0) await collectGarbage();
    const frame = makeFrame();
    sentBytes += frame.length;
    if (reply % 2 === 0) {
      frame.fill(SECRET);
      continue;
    }
    const written = frame.write('{"found":false}');
    const foreign = countSecrets(frame.subarray(written));
    foreignBytes += foreign;
    foreignFrames += foreign > 0 ? 1 : 0;
  }
  record('sentBytes', sentBytes);
  record('foreignBytes', foreignBytes);
  record('foreignFrames', foreignFrames);
}

function countSecrets(bytes: Buffer): number {
  let secrets = 0;
  for (const byte of bytes) if (byte === SECRET.charCodeAt(0)) secrets += 1;
  return secrets;
}
