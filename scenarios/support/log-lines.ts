/** Makes log lines, numbered and all of one length, until `volume` bytes are reached. The last may be shorter. */
export function* logLines({ volume }: { readonly volume: number }): Generator<string> {
  for (let number = 0, leftBytes = volume; leftBytes > 0; number += 1, leftBytes -= LINE_BYTES) {
    const line = `2026-01-01T00:00:00.000Z INFO request ${String(number).padStart(9, '0')} GET /orders/42 200 12ms`;
    yield `${line.padEnd(LINE_BYTES - 1)}\n`.slice(-Math.min(LINE_BYTES, leftBytes));
  }
}

const LINE_BYTES = 128;
