/** What every page is: one file that loads nothing, and that is complete without its script. Pure. */
import { createHash } from 'node:crypto';
import { html, Markup } from './markup.ts';

/** The style sheet and the script, which the build makes. */
export interface PageAssets {
  readonly style: string;
  readonly script: string;
}

export interface Frame {
  readonly title: string;
  /** Beside the name of the tool. */
  readonly heading: string;
  /** Of the tool that wrote what is shown. */
  readonly version: string;
  /** What the page was made from: `the report.json beside it`. */
  readonly source: string;
  readonly main: readonly (Markup | undefined)[];
  readonly assets: PageAssets;
  /** Whether it asks its server for another page. */
  readonly isLive?: boolean;
}

export function renderFrame({
  title,
  heading,
  version,
  source,
  main,
  assets,
  isLive = false,
}: Frame): string {
  const { style, script } = { style: assets.style.trim(), script: assets.script.trim() };
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${makePolicy(style, script, isLive)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="tidemark ${version}">
<title>${title} – tidemark</title>
<style>${new Markup(style)}</style>
</head>
<body>
<header><h1>tidemark</h1><p>${heading}</p></header>
<main>
${main}
</main>
<footer><p>Made by tidemark ${version} from ${source}. The page loads nothing.</p></footer>
<script>${new Markup(script)}</script>
</body>
</html>
`;
  return page.html;
}

/** Only this style and this script, and nothing from anywhere else; a page that is watched asks its own server. */
function makePolicy(style: string, script: string, isLive: boolean): string {
  const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  return [
    "default-src 'none'",
    `style-src ${hash(style)}`,
    `script-src ${hash(script)}`,
    ...(isLive ? ["connect-src 'self'"] : []),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}
