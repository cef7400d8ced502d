/** Puts the doctor into a process that runs, through its inspector, and takes leave of it. */
import { UsageError } from '../../../errors.ts';
import { compiled } from '../../../package-root.ts';
import type { DoctorSettings } from '../../snapshot.ts';
import type { InspectedWorker, InspectorSession, ProcessSession } from './inspector-session.ts';
import { openInspector } from './open-inspector.ts';
import type { TargetProcess } from './target.ts';

/** Of every stream that is not Node's own there is one of these in the chain of prototypes. */
const CLASSES = [
  "process.getBuiltinModule('events').EventEmitter",
  // Without a name that loads them.
  ...['Readable', 'Writable'].map(
    (name) =>
      `(process.moduleLoadList.includes('NativeModule internal/webstreams/${name.toLowerCase()}stream') && process.getBuiltinModule('stream/web').${name}Stream)`,
  ),
];

const PRELOAD = compiled('harness/doctor/preload.cjs');
/** In any module system: the loaded file, which a second time is the same. */
const LOADED = `process.getBuiltinModule('module').createRequire(${JSON.stringify(PRELOAD)})(${JSON.stringify(PRELOAD)})`;

/** Returns what is not covered, in words. Throws a UsageError where that cannot be done. */
export async function attachDoctor(target: TargetProcess, settings: DoctorSettings): Promise<string[]> {
  const { session, close } = await openInspector(target);
  try {
    await attachToThread(session, settings, target);
    return await eachWorker(session, (worker) => attachToThread(worker, settings, target));
  } finally {
    await close();
  }
}

/** Has every thread write once more, and be silent from then on. Returns what was not covered meanwhile, in words. */
export async function detachDoctor(target: TargetProcess): Promise<string[]> {
  const { session, close } = await openInspector(target);
  try {
    const notCovered = await eachWorker(session, async (worker) => {
      const isWriting = await evaluate(worker, `${LOADED}.isWriting()`);
      if (isWriting !== true) throw new Error('it was started without the doctor');
      await evaluate(worker, `${LOADED}.detach()`);
    });
    await evaluate(session, `${LOADED}.detach()`);
    return notCovered;
  } finally {
    await close();
  }
}

async function eachWorker(
  session: ProcessSession,
  act: (worker: InspectorSession) => Promise<void>,
): Promise<string[]> {
  const notCovered: string[] = [];
  for (const worker of await session.listWorkers()) {
    const reason = await act(worker).then(
      () => undefined,
      (error: Error) => error.message,
    );
    if (reason !== undefined) notCovered.push(`${await nameWorker(worker)}: ${reason}`);
  }
  return notCovered;
}

async function nameWorker(worker: InspectedWorker): Promise<string> {
  const id = await evaluate(worker, "process.getBuiltinModule('worker_threads').threadId").catch(() => '');
  return ['worker thread', id, worker.info.url && `(${worker.info.url})`].filter(Boolean).join(' ');
}

interface RemoteObject {
  readonly type: string;
  readonly objectId?: string;
  readonly value?: unknown;
  readonly description?: string;
}

async function attachToThread(
  thread: InspectorSession,
  settings: DoctorSettings,
  { pid }: TargetProcess,
): Promise<void> {
  const version = await evaluate(thread, "typeof process.getBuiltinModule === 'function' || process.version");
  if (version !== true)
    throw new UsageError(`process ${pid} cannot be attached to: it runs Node.js ${version}`, {
      hint: 'the doctor needs Node.js 20.16 or 22.3',
    });
  const attachment = await evaluateObject(thread, `${LOADED}.attach(${JSON.stringify(settings)})`);
  const isTaken = await callOn(thread, attachment, 'function () { return this.isTaken; }');
  if (isTaken !== undefined)
    throw new UsageError(`process ${pid} cannot be attached to: the doctor is in it already`, {
      hint:
        isTaken === ''
          ? 'it has been loaded from another folder; that one goes on'
          : `read what it has written: tidemark doctor --read ${isTaken}; if that is of a tidemark that was killed, remove it`,
    });
  // V8 collects garbage for it, again and again, and looks at every object: seconds for a heap of some hundred MiB.
  if (settings.isDeep) for (const name of CLASSES) await adoptAll(thread, attachment, name);
  await thread.call('Runtime.releaseObjectGroup', { objectGroup: GROUP });
}

const GROUP = 'tidemark';

async function adoptAll(thread: InspectorSession, attachment: string, name: string): Promise<void> {
  const prototype = await evaluateObject(thread, `(${name} || {}).prototype`);
  if (prototype === '') return;
  const { objects } = await thread.call('Runtime.queryObjects', {
    prototypeObjectId: prototype,
    objectGroup: GROUP,
  });
  const { objectId } = objects as RemoteObject;
  await callOn(thread, attachment, 'function (objects) { this.adopt(objects); }', [{ objectId }]);
}

async function evaluate(thread: InspectorSession, expression: string): Promise<unknown> {
  const { value } = await run(thread, 'Runtime.evaluate', { expression, returnByValue: true });
  return value;
}

/** Empty if it is none. */
async function evaluateObject(thread: InspectorSession, expression: string): Promise<string> {
  const { objectId } = await run(thread, 'Runtime.evaluate', { expression, objectGroup: GROUP });
  return objectId ?? '';
}

async function callOn(
  thread: InspectorSession,
  objectId: string,
  functionDeclaration: string,
  args: readonly object[] = [],
): Promise<unknown> {
  const { value } = await run(thread, 'Runtime.callFunctionOn', {
    ...{ objectId, functionDeclaration, arguments: args, returnByValue: true },
  });
  return value;
}

async function run(thread: InspectorSession, method: string, params: object): Promise<RemoteObject> {
  const { result, exceptionDetails } = await thread.call(method, { ...params, silent: true });
  const failed = exceptionDetails as
    | { readonly exception?: RemoteObject; readonly text?: string }
    | undefined;
  if (failed !== undefined) throw new Error(failed.exception?.description ?? failed.text);
  return result as RemoteObject;
}
