const DEFAULT_PORT = 9229;

/** By the options of a process. It can have chosen another one while it ran. */
export function findInspectPort(options: string): number {
  const [, port] = /--(?:inspect|debug)(?:-port|-brk|-wait)?[= ](?:\S*:)?(\d+)(?= |$)/.exec(options) ?? [];
  return port === undefined ? DEFAULT_PORT : Number(port);
}
