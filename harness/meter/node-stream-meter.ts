import { joinDuplex, joinTransform, type Meter } from './meter.ts';
import { hasReadableSide, ReadableMeter, type ReadableSide } from './readable-meter.ts';
import { hasWritableSide, WritableMeter, type WritableSide } from './writable-meter.ts';

/** Counts from now on what `stream` buffers; calls `changed` after everything that can have increased it. */
export function meterNodeStream(stream: WritableSide | ReadableSide, changed: () => void): Meter {
  if (!hasWritableSide(stream)) return new ReadableMeter(stream, changed);
  const writable = new WritableMeter(stream, changed);
  if (!hasReadableSide(stream)) return writable;
  const readable = new ReadableMeter(stream, changed);
  return '_transform' in stream ? joinTransform(writable, readable) : joinDuplex(writable, readable);
}
