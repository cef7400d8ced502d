/** What a scenario needs of Node. Pure. */
import type { Needs } from '../scenario.ts';

/** Whether this version is not older than the one of its own release line, or is of a later line than all of them. */
export function hasWhatItNeeds(running: string, { node: versions = [] }: Needs = {}): boolean {
  if (versions.length === 0) return true;
  const [major, minor] = parse(running);
  const since = versions.map(parse);
  const ofItsLine = since.find(([line]) => line === major);
  return ofItsLine === undefined ? major > Math.max(...since.map(([line]) => line)) : minor >= ofItsLine[1];
}

function parse(version: string): readonly [major: number, minor: number] {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return [major, minor];
}

/** `Node 24.20 or later of its line, or 26.6 or later, with --experimental-stream-iter`. */
export function describeNeeds({ node: versions = [], nodeFlags = [] }: Needs): string {
  const since = versions.map((version, index) =>
    index === versions.length - 1 ? `${version} or later` : `${version} or later of that line`,
  );
  const what = since.length === 0 ? 'Node' : `Node ${since.join(', or ')}`;
  return nodeFlags.length === 0 ? what : `${what}, with ${nodeFlags.join(' ')}`;
}
