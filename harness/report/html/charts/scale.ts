/** From values to positions in a chart, and round values for its axes. Pure. */

const BINARY_STEP = 1024;
const NICE = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512];
const NICE_TENS = [1, 2, 5];

/** Round sizes from 0 up to `max`, at most `count` and 0: multiples of a power of two. */
export function tickBytes(max: number, count = 4): number[] {
  return tick(max, count, (atLeast) => {
    const unit = BINARY_STEP ** Math.max(0, Math.floor(Math.log(atLeast) / Math.log(BINARY_STEP)));
    const nice = NICE.find((factor) => factor * unit >= atLeast);
    return nice === undefined ? unit * BINARY_STEP : nice * unit;
  });
}

/** Round numbers from 0 up to `max`, at most `count` and 0: 1, 2 or 5 times a power of ten. */
export function tickDecimal(max: number, count = 4): number[] {
  return tick(max, count, (atLeast) => {
    const unit = 10 ** Math.floor(Math.log10(atLeast));
    const nice = NICE_TENS.find((factor) => factor * unit >= atLeast);
    return nice === undefined ? unit * 10 : nice * unit;
  });
}

function tick(max: number, count: number, findStep: (atLeast: number) => number): number[] {
  if (!(max > 0) || !Number.isFinite(max)) return [0];
  const step = findStep(max / count);
  return Array.from({ length: Math.floor(max / step) + 1 }, (_, index) => index * step);
}
