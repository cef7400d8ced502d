/** Signals a whole process group. False where there is none left. */
export function signalGroup(leaderPid: number, signal: NodeJS.Signals): boolean {
  return sendSignal(process.platform === 'win32' ? leaderPid : -leaderPid, signal);
}

/** Signals one process. False where it has ended by itself. */
export function sendSignal(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    return false; // It ended by itself.
  }
}
