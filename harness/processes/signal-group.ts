/** Signals a whole process group. False if none of its processes is left. */
export function signalGroup(leaderPid: number, signal: NodeJS.Signals): boolean {
  return sendSignal(process.platform === 'win32' ? leaderPid : -leaderPid, signal);
}

/** Signals one process. False if it has already ended. */
export function sendSignal(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    return false; // It has already ended.
  }
}
