/** The clock of this thread. Programs replace that of their own, as fake timers of tests do. */
export const now: () => number = performance.now.bind(performance);
