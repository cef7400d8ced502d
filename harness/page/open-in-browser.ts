/** Opens a file with the program that the system has for it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { pathToFileURL } from 'node:url';

/** Without a shell: nothing in the name of a file is a command. */
const OPENERS: Partial<Record<NodeJS.Platform, readonly [program: string, ...words: string[]]>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

/** False if there is no such program. It may run on after tidemark has ended. */
export async function openInBrowser(
  path: string,
  opener: readonly [program: string, ...words: string[]] = OPENERS[process.platform] ?? ['xdg-open'],
): Promise<boolean> {
  const [program, ...words] = opener;
  const child = spawn(program, [...words, pathToFileURL(path).href], { detached: true, stdio: 'ignore' });
  try {
    await once(child, 'spawn');
  } catch {
    return false;
  }
  child.unref();
  return true;
}
