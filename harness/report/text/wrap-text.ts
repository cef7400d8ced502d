import stringWidth from 'string-width';

/**
 * Breaks text between words so that no line is wider than `width`, except a word that is. Further lines are indented;
 * spaces at the start, and more than one between words, stay. Width is counted in columns of a terminal: a colour takes
 * none, and a Chinese character two.
 */
export function wrapText(text: string, width: number, indent = ''): string {
  const [first = '', ...words] = text.split(/(?<=\S) /);
  const lines: string[] = [];
  let line = first;
  let columns = stringWidth(first);
  for (const word of words) {
    const more = 1 + stringWidth(word);
    if (columns + more <= width) {
      line += ` ${word}`;
      columns += more;
    } else {
      lines.push(line);
      line = indent + word.trimStart();
      columns = stringWidth(line);
    }
  }
  return [...lines, line].join('\n');
}
