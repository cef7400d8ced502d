/** Calls `act` at an interval, if there is one, and on SIGUSR2. Returns what ends that. */
export function onRequest(everyMs: number | undefined, act: () => void): () => void {
  const timer = everyMs === undefined ? undefined : setInterval(act, everyMs);
  if (process.platform !== 'win32') process.on('SIGUSR2', act);
  return () => {
    clearInterval(timer);
    process.off('SIGUSR2', act);
  };
}
