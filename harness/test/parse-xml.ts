/** Parses the subset of XML that tidemark writes, strictly: anything that is not well-formed throws. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  text: string;
}

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';
/** An opening tag, with its attributes and the slash of an empty element; a closing tag; or the text between two. */
const TOKEN = /<([A-Za-z][\w.-]*)((?:\s+[A-Za-z][\w.-]*="[^"<]*")*)\s*(\/?)>|<\/([A-Za-z][\w.-]*)>|([^<]+)/y;
/** https://www.w3.org/TR/xml/#charsets */
const CHARACTERS = /^[\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]*$/u;

export function parseXml(document: string): XmlElement {
  if (!document.startsWith(DECLARATION)) throw new SyntaxError('there is no declaration');
  if (!CHARACTERS.test(document)) throw new SyntaxError('a character is forbidden');
  const root: XmlElement = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  TOKEN.lastIndex = DECLARATION.length;
  while (TOKEN.lastIndex < document.length) {
    const at = TOKEN.lastIndex;
    const token = TOKEN.exec(document);
    const parent = open.at(-1);
    if (token === null || parent === undefined) throw new SyntaxError(`no token at ${at}`);
    const [, name, attributes = '', slash, closing, text] = token;
    if (name !== undefined) {
      const element = { name, attributes: parseAttributes(attributes), children: [], text: '' };
      parent.children.push(element);
      if (slash === '') open.push(element);
    } else if (closing !== undefined) {
      if (open.length === 1 || open.pop()?.name !== closing) throw new SyntaxError(`</${closing}> at ${at}`);
    } else parent.text += decode(text ?? '');
  }
  const [only, ...others] = root.children;
  if (only === undefined || others.length > 0 || open.length > 1 || root.text.trim() !== '')
    throw new SyntaxError('there is not one element around all others');
  return only;
}

function parseAttributes(text: string): Record<string, string> {
  const entries = [...text.matchAll(/([\w.-]+)="([^"]*)"/g)].map(
    ([, name = '', value = '']) => [name, decode(value)] as const,
  );
  if (new Set(entries.map(([name]) => name)).size < entries.length)
    throw new SyntaxError(`an attribute is there twice: ${text}`);
  return Object.fromEntries(entries);
}

function decode(text: string): string {
  if (text.includes(']]>')) throw new SyntaxError(']]> in text');
  if (/&(?!#\d+;|amp;|lt;|gt;|quot;|apos;)/.test(text)) throw new SyntaxError(`a bare & in ${text}`);
  return text.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));
}
