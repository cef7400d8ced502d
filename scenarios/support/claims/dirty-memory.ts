import { collectGarbage } from '../memory/collect-garbage.ts';

interface OldData {
  readonly count: number;
  readonly size: number;
  readonly text: string;
}

/** Fills many Buffers with a text, in the pool and with memory of their own, and frees them: the next ones get that memory. */
export async function dirtyMemory(old: OldData): Promise<void> {
  fillAndDrop(old);
  await collectGarbage();
}

function fillAndDrop({ count, size, text }: OldData): void {
  const buffers = Array.from({ length: count }, () => [
    Buffer.allocUnsafe(size),
    Buffer.allocUnsafeSlow(size),
  ]);
  for (const buffer of buffers.flat()) buffer.fill(text);
}
