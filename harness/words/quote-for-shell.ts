/**
 * A word of a command that is shown, to be copied to a shell: sh, or on Windows cmd and PowerShell, which have double
 * quotes in common. There a file name has none in it.
 */
export function quoteForShell(word: string, platform: NodeJS.Platform = process.platform): string {
  if (platform === 'win32') return /^[\w@+=:./\\-]+$/.test(word) ? word : `"${word}"`;
  return /^[\w@%+=:./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
