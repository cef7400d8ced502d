import type { CalledMethod } from '../../../protocol.ts';
import type { SiteSnapshot } from '../../snapshot.ts';
import type { Origin } from '../origins.ts';
import type { CallPath } from '../site.ts';
import type { WebKind } from '../web-streams.ts';

export type OriginKind = WebKind | 'handler';

/** What is to be named instead of whoever fills it. */
const CALLED_TO_MAKE: { readonly [Kind in OriginKind]?: SiteSnapshot['method'] } = {
  branch: 'tee',
  clone: 'clone',
  handler: 'on',
};

interface Blamed {
  readonly method: SiteSnapshot['method'];
  readonly path: CallPath;
}

/**
 * Nobody calls anything for a branch of a tee() that is not read, or for chunks that are not handled: the line that made
 * the branch, or added the listener, is to be named.
 */
export function blame(
  method: CalledMethod,
  path: CallPath,
  { origin, kind }: { readonly origin: Origin; readonly kind: OriginKind | undefined },
): Blamed {
  const made = kind === undefined ? undefined : CALLED_TO_MAKE[kind];
  if (made !== undefined && origin.frames !== undefined)
    return { method: made, path: { frames: origin.frames, isDirect: true } };
  const isWeb = kind !== undefined;
  return {
    method: isWeb && method === 'push' ? 'enqueue' : method,
    path: kind === 'of Node' ? { frames: [], isDirect: false } : path,
  };
}
