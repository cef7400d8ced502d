import { randomBytes } from 'node:crypto';

/** The name of the folder of an invocation. It sorts by time. */
export const makeInvocationId = (startedAt: string): string =>
  `${startedAt.slice(0, 19).replaceAll(':', '-')}-${randomBytes(2).toString('hex')}`;
