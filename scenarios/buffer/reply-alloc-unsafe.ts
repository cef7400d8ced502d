import { bytes, count, defineScenario, KiB } from '../../harness/scenario.ts';
import { writeReplies } from '../support/buffer/fixed-frames.ts';

export default defineScenario({
  name: 'reply-alloc-unsafe',
  title: 'Sends frames of fixed size that are partly filled, from allocUnsafe()',
  about: {
    what: 'Writes each reply into a frame of fixed size from allocUnsafe(), and sends all of the frame. Every second reply is shorter than it.',
    why: 'allocUnsafe() does not clear the memory. What you do not overwrite contains what was there before: parts of other requests, passwords, keys. They are sent without an error.',
    expect:
      'Frames contain bytes of earlier replies. How many bytes depends on what the garbage collector has freed.',
  },
  tags: ['buffer', 'allocation', 'security', 'wrong'],
  pairedWith: 'reply-alloc',
  parameters: { frameSize: bytes([4 * KiB, 512]), replies: count([2000]) },
  expect: {
    checks: ({ recorded }) => ({
      'bytes of other replies are sent': (recorded.foreignBytes ?? 0) > 0,
      'in many of the frames': (recorded.foreignFrames ?? 0) > 10,
    }),
  },
  run({ parameters: { frameSize, replies }, record }) {
    // BUG: the rest of the frame is not cleared
    return writeReplies({ replies, makeFrame: () => Buffer.allocUnsafe(frameSize), record });
  },
});
