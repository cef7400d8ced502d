/** The line of a bash prompt up to the cursor: bash itself splits it at `=` and `:` as well. */

interface BashLine {
  /** Those before the one that is completed, without the program. */
  readonly words: readonly string[];
  readonly current: string;
  /** A word as bash inserts it: escaped, and without what is in front of the last break. */
  readonly insert: (word: string) => string;
}

/** `breaks` is $COMP_WORDBREAKS. */
export function readBashLine(line: string, breaks: string): BashLine {
  const tokens = splitLine(line);
  const { text: current, quote, raw } = tokens.at(-1) ?? { text: '', quote: '', raw: '' };
  const kept = quote === '' ? findLastBreak(raw, breaks) : 0;
  const prefix = splitLine(raw.slice(0, kept)).at(-1)?.text ?? '';
  return {
    words: tokens.slice(1, -1).map(({ text }) => text),
    current,
    insert: (word) => {
      const rest = word.startsWith(prefix) ? word.slice(prefix.length) : word;
      return quote === '' ? escapeWord(rest) : rest;
    },
  };
}

interface Token {
  readonly text: string;
  /** The quote that is still open. */
  readonly quote: string;
  readonly raw: string;
}

/** The last token is that at the cursor; it is empty behind a space. */
function splitLine(line: string): Token[] {
  const tokens: Token[] = [];
  let [text, raw, quote, isOpen] = ['', '', '', false];
  const end = (): void => {
    if (isOpen) tokens.push({ text, quote, raw });
    [text, raw, quote, isOpen] = ['', '', '', false];
  };
  for (let at = 0; at < line.length; at += 1) {
    const character = line[at] ?? '';
    if (quote === '' && /\s/.test(character)) {
      end();
      continue;
    }
    isOpen = true;
    raw += character;
    if (character === quote) quote = '';
    else if (quote === '' && /["']/.test(character)) quote = character;
    else if (character === '\\' && quote !== "'" && at + 1 < line.length) {
      at += 1;
      raw += line[at];
      text += line[at];
    } else text += character;
  }
  const isBehindSpace = !isOpen;
  end();
  return isBehindSpace ? [...tokens, { text: '', quote: '', raw: '' }] : tokens;
}

/** The index behind the last character that is a break for bash, and no space or quote. */
function findLastBreak(raw: string, breaks: string): number {
  const inside = [...breaks].filter((one) => !/[\s"']/.test(one));
  return Math.max(0, ...inside.map((one) => raw.lastIndexOf(one) + 1));
}

const escapeWord = (word: string): string => word.replaceAll(/[^\w@%+=:,./~-]/g, '\\$&');
