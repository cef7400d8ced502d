import type { Finding } from '../../doctor/findings.ts';
import { isWebStream } from './doctor-sentences.ts';

/** What the call looks like where it waits, in three lines. */
export function showRightForm({ kind, method, streamClass }: Finding): readonly [string, string, string] {
  if (kind === 'never-closed')
    return [
      'await pipeline(source, stream);   // destroys both, whatever happens',
      '// or, where there is no source:',
      'try { await use(stream); } finally { stream.destroy(); }',
    ];
  if (kind === 'retained-buffers')
    return [
      '// a slice keeps its whole parent: copy what has to stay',
      'const own = Buffer.from(chunk.subarray(start, end));',
      'map.delete(key);   // and drop it when it is done',
    ];
  if (method === 'push')
    return [
      'read() {   // called again when there is room',
      '  while (this.push(this.next()));   // stops at false, and null ends it',
      '}',
    ];
  if (method === 'enqueue')
    return [
      'async pull(controller) {   // called when there is room',
      '  controller.enqueue(await next());',
      '}',
    ];
  if (method === 'tee')
    return [
      'const [a, b] = stream.tee();',
      'await Promise.all([consume(a), consume(b)]);',
      '// or: await b.cancel(), where nobody needs it',
    ];
  if (isWebStream(streamClass))
    return [
      'for await (const chunk of source) {',
      '  await writer.ready; writer.write(chunk).catch(handle);',
      '}   // or: await source.pipeTo(stream)',
    ];
  return [
    'for await (const chunk of source) {',
    "  if (!stream.write(chunk)) await once(stream, 'drain');",
    '}   // or: await pipeline(source, stream)',
  ];
}
