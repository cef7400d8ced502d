/** Objects of any kind, counted by a function that says how many bytes one buffers. It is asked every few milliseconds. */
import { Atom } from './sums/atom.ts';
import type { Label, Member } from './sums/label.ts';

/** An object that is asked what it buffers. `name` is its label. */
interface Asked {
  readonly name: string;
  readonly object: WeakRef<object>;
  readonly atom: Atom;
  readonly label: Label;
}

const asked = new Set<Asked>();
const askBuffered = new WeakMap<object, () => number>();

/** Counts an object by a function that says how many bytes it buffers. */
export function watchByFunction(name: string, object: object, buffered: () => number, member: Member): void {
  const bytes = callBuffered(name, buffered);
  const atom = new Atom('written', member);
  atom.take(bytes, 0);
  askBuffered.set(object, buffered);
  asked.add({ name, object: new WeakRef(object), atom, label: member.label });
  startAsking();
}

/** Asks all such objects what they buffer: what has changed came in, or left. */
export function askForBuffered(): void {
  for (const entry of asked) {
    const object = entry.object.deref();
    const bytes = object === undefined ? 0 : askOne(entry, object);
    const more = bytes - entry.atom.bytes;
    if (more > 0) entry.atom.take(more, 0);
    else if (more < 0) entry.atom.give(-more, 0);
    if (object === undefined) asked.delete(entry);
  }
}

/** What it buffered before, if its function fails: it is not asked again, and the run fails in a task of its own. */
function askOne(entry: Asked, object: object): number {
  try {
    return callBuffered(entry.name, askBuffered.get(object) ?? (() => 0));
  } catch (error) {
    asked.delete(entry);
    queueMicrotask(() => {
      throw error;
    });
    return entry.atom.bytes;
  }
}

/** Throws an error that names the label for whatever is not a number of bytes. */
function callBuffered(name: string, buffered: unknown): number {
  const call = `watch('${name}', object, { buffered })`;
  if (typeof buffered !== 'function')
    throw new TypeError(`${call}: buffered is ${typeof buffered} ${String(buffered)}, not a function`);
  let bytes: unknown;
  try {
    bytes = buffered();
  } catch (error) {
    throw new Error(`${call}: buffered() threw ${String(error)}`, { cause: error });
  }
  if (typeof bytes === 'number' && Number.isFinite(bytes) && bytes >= 0) return bytes;
  throw new TypeError(`${call}: buffered() returned ${String(bytes)}, not a number of bytes`);
}

/** Nothing says when such an object changes: it is asked this often. */
const ASK_INTERVAL_MS = 5;
let asking: NodeJS.Timeout | undefined;

function startAsking(): void {
  asking ??= setInterval(() => {
    askForBuffered();
    if (asked.size > 0) return;
    clearInterval(asking);
    asking = undefined;
  }, ASK_INTERVAL_MS).unref();
}
