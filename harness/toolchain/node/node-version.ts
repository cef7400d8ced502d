/** Versions of Node: what was requested, and what satisfies it. Pure. */

export type Version = readonly [major: number, minor: number, patch: number];

/** The parts of a version that were requested: `20`, `20.19` or `20.19.0`. */
export type VersionRequest = readonly [major: number, minor?: number, patch?: number];

/** A full version, with or without its `v`. Undefined for anything else, nightly builds included. */
export function parseVersion(word: string): Version | undefined {
  const [major, minor, patch] = parseRequest(word) ?? [];
  return major === undefined || minor === undefined || patch === undefined
    ? undefined
    : [major, minor, patch];
}

/** Parses a version as given on the command line. Undefined if it is not one. */
export function parseRequest(word: string): VersionRequest | undefined {
  const [, ...parts] = /^v?(\d{1,6})(?:\.(\d{1,6}))?(?:\.(\d{1,6}))?$/.exec(word) ?? [];
  const [major, minor, patch] = parts.filter((part) => part !== undefined).map(Number);
  if (major === undefined) return undefined;
  if (minor === undefined) return [major];
  return patch === undefined ? [major, minor] : [major, minor, patch];
}

/** Whether every part that was requested is the same. */
export const satisfies = (version: Version, request: VersionRequest): boolean =>
  request.every((part, index) => part === version[index]);

/** For `sort`: the newest comes first. */
export function compareNewestFirst(a: Version, b: Version): number {
  const differs = a.findIndex((part, index) => part !== b[index]);
  return differs === -1 ? 0 : (b[differs] ?? 0) - (a[differs] ?? 0);
}

/** Whether a version that satisfies the request can be as new as `oldest`. */
export function reaches(
  [major, minor = Infinity, patch = Infinity]: VersionRequest,
  oldest: Version,
): boolean {
  return compareNewestFirst([major, minor, patch], oldest) <= 0;
}

export const formatVersion = (parts: VersionRequest | Version): string => parts.join('.');
