/**
 * Whether the running Node.js has what came with these versions, such as '24.18' and '26.3': with the one of its own
 * release line, or if it is of a later line than all of them. The checks of what differs between versions use it: they
 * fail once it is not true.
 */
export function isNodeSince(versions: readonly string[], running = process.versions.node): boolean {
  const [major, minor] = parse(running);
  const since = versions.map(parse);
  const ofItsLine = since.find(([line]) => line === major);
  return ofItsLine === undefined ? major > Math.max(...since.map(([line]) => line)) : minor >= ofItsLine[1];
}

function parse(version: string): readonly [major: number, minor: number] {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return [major, minor];
}
