import { bytes, count, defineScenario, KiB } from '../../harness/scenario.ts';
import { writeReplies } from '../support/buffer/fixed-frames.ts';

export default defineScenario({
  name: 'reply-alloc',
  title: 'Sends frames of fixed size that are partly filled, from alloc()',
  about: {
    what: 'Writes each reply into a frame of fixed size from alloc(), and sends all of the frame. Every second reply is shorter than it.',
    why: 'alloc() returns zeros. allocUnsafe() is safe only if you overwrite every byte, or send only the written part: frame.subarray(0, written).',
    expect: 'No frame contains a byte of another reply.',
  },
  tags: ['buffer', 'allocation', 'security', 'right'],
  pairedWith: 'reply-alloc-unsafe',
  parameters: { frameSize: bytes([4 * KiB, 512]), replies: count([2000]) },
  expect: {
    checks: ({ recorded }) => ({
      'no byte of another reply is sent': recorded.foreignBytes === 0,
      'in none of the frames': recorded.foreignFrames === 0,
    }),
  },
  run({ parameters: { frameSize, replies }, record }) {
    return writeReplies({ replies, makeFrame: () => Buffer.alloc(frameSize), record });
  },
});
