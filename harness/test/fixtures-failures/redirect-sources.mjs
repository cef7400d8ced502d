/** Hooks of the module loader: scenarios get the generators of support/ wrapped by failing-source.mjs. */
const SOURCES = new Map([
  ['byte-source.js', 'byteSource'],
  ['json-lines.js', 'jsonLines'],
  ['log-lines.js', 'logLines'],
]);
const MARK = '?failing';

export async function resolve(specifier, context, next) {
  const resolved = await next(specifier, context);
  const [, file] = resolved.url.match(/\/scenarios\/support\/([^/]+)$/) ?? [];
  return SOURCES.has(file) && !context.parentURL?.endsWith(MARK)
    ? { ...resolved, url: resolved.url + MARK }
    : resolved;
}

export async function load(url, context, next) {
  if (!url.endsWith(MARK)) return next(url, context);
  const original = JSON.stringify(url.slice(0, -MARK.length));
  const name = SOURCES.get(url.slice(url.lastIndexOf('/') + 1, -MARK.length));
  const wrapper = JSON.stringify(new URL('./failing-source.mjs', import.meta.url).href);
  const source = `
    import { failing } from ${wrapper};
    import * as original from ${original};
    export * from ${original};
    export const ${name} = failing(original.${name});`;
  return { format: 'module', source, shortCircuit: true };
}
