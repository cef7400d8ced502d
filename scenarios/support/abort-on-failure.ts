/**
 * A signal that is aborted once `done` rejects. A wait with it ends when the stream fails, is destroyed, or the run is
 * over: after that, the event that it waits for never comes.
 */
export function abortOnFailure(done: Promise<unknown>): AbortSignal {
  const failure = new AbortController();
  done.catch((reason) => failure.abort(reason));
  return failure.signal;
}
