import { bytes, defineScenario, KiB, MiB } from 'tidemark';

/** Holds so much of the heap and of Buffers, and needs that and what Node itself takes. */
export default defineScenario({
  parameters: { heap: bytes([24 * MiB]), buffers: bytes([1 * MiB]) },
  run({ parameters: { heap, buffers } }) {
    const ofHeap = Array.from({ length: heap / (8 * KiB) }, () => {
      const numbers = new Array<number>(1022);
      for (let index = 0; index < numbers.length; index += 1) numbers[index] = index + 0.5;
      return numbers;
    });
    const ofBuffers = Array.from({ length: buffers / (64 * KiB) }, () => Buffer.alloc(64 * KiB, 1));
    return [ofHeap, ofBuffers];
  },
});
