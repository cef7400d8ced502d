import { bytes, choice, defineScenario, MiB } from '../../harness/scenario.ts';

/** What else may become resident meanwhile: code, the heap, the reading itself. */
const SLACK_BYTES = 16 * MiB;

export default defineScenario({
  name: 'large-buffer-touch',
  title: 'A large Buffer before and after it is written to',
  about: {
    what: 'Allocates one large Buffer, and then writes to all of it or to none.',
    why: 'Pages become resident when they are first touched. RSS right after start says nothing of what a service will need.',
    expect: 'arrayBuffers counts the Buffer at once; RSS rises by its size only when it is written to.',
  },
  tags: ['buffer', 'rss'],
  parameters: {
    touch: choice(['all', 'none']),
    allocation: choice(['alloc', 'allocUnsafe']),
    size: bytes([256 * MiB]),
  },
  expect: {
    checks: ({ parameters: { touch, size }, recorded }) => ({
      'all of it is counted at once': recorded.arrayBuffersBytes === size,
      'nothing is resident before the first write': (recorded.rssAfterAllocBytes ?? size) < SLACK_BYTES,
      ...(touch === 'all'
        ? { 'what is written is resident': (recorded.rssAfterTouchBytes ?? 0) > size - SLACK_BYTES }
        : { 'what is not written never is': (recorded.rssAfterTouchBytes ?? size) < SLACK_BYTES }),
    }),
  },
  run({ parameters: { touch, allocation, size }, record }) {
    const before = process.memoryUsage();
    const buffer = Buffer[allocation](size);
    const allocated = process.memoryUsage();
    if (touch === 'all') buffer.fill(1);
    const touched = process.memoryUsage();
    // Above the readings before.
    record('arrayBuffersBytes', allocated.arrayBuffers - before.arrayBuffers);
    record('rssAfterAllocBytes', Math.max(0, allocated.rss - before.rss));
    record('rssAfterTouchBytes', Math.max(0, touched.rss - before.rss));
    return buffer;
  },
});
