/** Wraps the generators that scenarios take their data from: each can be made to fail, and tells whether it was closed. */

/** What the next run's generators do: `failAt` is 0 for at once, Infinity for after the last chunk. */
export const sources = { failAt: undefined, chunks: 0, open: 0, hasFailed: false };

export const resetSources = (failAt) =>
  Object.assign(sources, { failAt, chunks: 0, open: 0, hasFailed: false });

export function failing(makeSource) {
  return function* (...args) {
    sources.open += 1;
    try {
      for (const chunk of makeSource(...args)) {
        if (sources.chunks === sources.failAt) fail();
        sources.chunks += 1;
        yield chunk;
      }
      if (sources.failAt === Number.POSITIVE_INFINITY) fail();
    } finally {
      sources.open -= 1;
    }
  };
}

function fail() {
  sources.hasFailed = true;
  throw new Error('the source fails');
}
