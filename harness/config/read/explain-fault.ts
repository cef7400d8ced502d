import type { Option } from '../../command-line/define-command.ts';
import type { UsageError } from '../../errors.ts';

/** What is said of a flag, as it is said of a key: `5x is not a time …; write timeout: '30s'`. */
export function explainFault(
  { message, hint }: UsageError,
  { flag, key = flag, takes }: Option<unknown>,
): string {
  const isObject = takes === 'parameters' || takes === 'limits';
  const text = message.replace(new RegExp(`^--${flag}:? `), '').replaceAll(`--${flag}`, key);
  if (hint === undefined) return text;
  const rewritten = hint
    .replaceAll(
      new RegExp(`--${flag} ([^\\s=]+)=(\\S+)`, 'g'),
      isObject ? `${key}: { $1: '$2' }` : `${key}: '$1=$2'`,
    )
    .replaceAll(new RegExp(`--${flag}[ =](\\S+)`, 'g'), `${key}: '$1'`)
    .replaceAll(`--${flag}`, key);
  return `${text}; ${rewritten}`;
}
