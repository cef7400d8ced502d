import { bytes, choice, defineScenario, MiB } from '../../harness/scenario.ts';

/** What else may become resident in the meantime: code, the heap, the reading itself. */
const SLACK_BYTES = 16 * MiB;

export default defineScenario({
  name: 'large-buffer-touch',
  title: 'A large Buffer before and after it is written to',
  about: {
    what: 'Allocates one large Buffer, and then writes to all of it or to none of it.',
    why: 'Pages become resident when they are first touched, so RSS right after the start does not show what a service will need.',
    expect:
      'arrayBuffers counts the Buffer immediately; RSS rises by its size only when it is written to, because memory of this size comes fresh from the kernel: zeroed, even with alloc().',
  },
  tags: ['buffer', 'rss'],
  parameters: {
    touch: choice(['all', 'none']),
    allocation: choice(['alloc', 'allocUnsafe']),
    size: bytes([256 * MiB]),
  },
  expect: {
    checks: ({ parameters: { touch, size }, recorded }) => ({
      'all of it is counted immediately': recorded.arrayBuffersBytes === size,
      'nothing is resident before the first write': (recorded.rssAfterAllocBytes ?? size) < SLACK_BYTES,
      ...(touch === 'all'
        ? { 'what is written to is resident': (recorded.rssAfterTouchBytes ?? 0) > size - SLACK_BYTES }
        : { 'what is not written to is not resident': (recorded.rssAfterTouchBytes ?? size) < SLACK_BYTES }),
    }),
  },
  run({ parameters: { touch, allocation, size }, record }) {
    const before = process.memoryUsage();
    const buffer = Buffer[allocation](size);
    const allocated = process.memoryUsage();
    if (touch === 'all') buffer.fill(1);
    const touched = process.memoryUsage();
    // Relative to the readings before.
    record('arrayBuffersBytes', allocated.arrayBuffers - before.arrayBuffers);
    record('rssAfterAllocBytes', Math.max(0, allocated.rss - before.rss));
    record('rssAfterTouchBytes', Math.max(0, touched.rss - before.rss));
    return buffer;
  },
});
