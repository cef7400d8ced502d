/** The innermost package that a file is in; undefined outside of all `node_modules`. */
export function packageOf(file: string): string | undefined {
  const [, below] = /.*[\\/]node_modules[\\/](.+)$/s.exec(file) ?? [];
  const [scopeOrName = '', name = ''] = below?.split(/[\\/]/) ?? [];
  if (below === undefined) return undefined;
  return scopeOrName.startsWith('@') ? `${scopeOrName}/${name}` : scopeOrName;
}
