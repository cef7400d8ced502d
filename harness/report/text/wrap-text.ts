/**
 * Breaks text between words so that no line is wider than `width`, except a word that is. Further lines are indented;
 * spaces at the start, and more than one between words, stay.
 */
export function wrapText(text: string, width: number, indent = ''): string {
  const [first = '', ...words] = text.split(/(?<=\S) /);
  const lines: string[] = [];
  let line = first;
  for (const word of words) {
    if (line.length + 1 + word.length <= width) line += ` ${word}`;
    else {
      lines.push(line);
      line = indent + word.trimStart();
    }
  }
  return [...lines, line].join('\n');
}
