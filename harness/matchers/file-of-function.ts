/** The file that a function is written in, as V8 knows it: however a test runner has loaded it. */
import { outerGlobal, outerProcess } from './outer-process.ts';

const HELD = Symbol.for('tidemark.functionToFind');

/** As a file: URL or a path; undefined for a function of Node, of eval() or by bind(). */
export function fileOfFunction(wanted: unknown): string | undefined {
  const { Session } = outerProcess.getBuiltinModule('inspector');
  const session = new Session();
  session.connect();
  outerGlobal[HELD] = wanted;
  try {
    const urls = new Map<string, string>();
    session.on('Debugger.scriptParsed', ({ params }) => urls.set(params.scriptId, params.url));
    let id: string | undefined;
    // A session of the same thread calls back before post() returns.
    session.post(
      'Runtime.evaluate',
      { expression: `globalThis[Symbol.for('tidemark.functionToFind')]` },
      (_error, found) => {
        id = found?.result.objectId;
      },
    );
    if (id === undefined) return undefined;
    let scriptId: string | undefined;
    session.post('Runtime.getProperties', { objectId: id, ownProperties: true }, (_error, found) => {
      const location = found?.internalProperties?.find(({ name }) => name === '[[FunctionLocation]]');
      scriptId = location?.value?.value?.scriptId;
    });
    if (scriptId === undefined) return undefined;
    // Reports every script that was loaded before.
    session.post('Debugger.enable');
    return asFile(urls.get(scriptId));
  } finally {
    delete outerGlobal[HELD];
    session.disconnect();
  }
}

/** Without what a bundler adds to load a file again. */
function asFile(url: string | undefined): string | undefined {
  const file = url?.replace(/[?#].*$/, '');
  return file !== undefined && /^(?:file:|\/|[a-z]:[\\/])/i.test(file) ? file : undefined;
}
