/** The name of a bench in all of tidemark: `copy > Buffer.from [size=1024]`. Pure. */
export function nameBench(namePath: readonly string[], params: Readonly<Record<string, unknown>>): string {
  const values = Object.entries(params).sort(([a], [b]) => (a < b ? -1 : 1));
  const shown = values.map(([key, value]) => `${key}=${JSON.stringify(value)}`).join(', ');
  const names = namePath.map((name) => JSON.stringify(name).slice(1, -1)).join(' > ');
  return shown === '' ? names : `${names} [${shown}]`;
}
