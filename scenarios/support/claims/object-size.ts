import { json } from 'node:stream/consumers';
import { getHeapSnapshot } from 'node:v8';

/** What is needed of the format in which V8 writes a heap snapshot. */
interface Snapshot {
  readonly snapshot: {
    readonly meta: { readonly node_fields: readonly string[]; readonly node_types: readonly unknown[] };
  };
  /** The fields of one object after the other. */
  readonly nodes: readonly number[];
  readonly strings: readonly string[];
}

/**
 * How many bytes of the V8 heap an object of each class takes, without what it refers to: exact, from a heap snapshot. It
 * is the size that most of the objects of the class have, so keep many of them.
 */
export async function objectSizes(classes: readonly string[]): Promise<number[]> {
  const { snapshot, nodes, strings } = (await json(getHeapSnapshot())) as Snapshot;
  const { node_fields: fields, node_types: types } = snapshot.meta;
  const [type, name, size] = ['type', 'name', 'self_size'].map((field) => fields.indexOf(field));
  const isObject = (types[0] as readonly string[]).indexOf('object');
  const counts = new Map(classes.map((wanted) => [wanted, new Map<number, number>()]));
  for (let node = 0; node < nodes.length; node += fields.length) {
    const fieldAt = (field = 0) => nodes[node + field] ?? 0;
    const ofClass = counts.get(strings[fieldAt(name)] ?? '');
    if (ofClass === undefined || fieldAt(type) !== isObject) continue;
    ofClass.set(fieldAt(size), (ofClass.get(fieldAt(size)) ?? 0) + 1);
  }
  return classes.map((wanted) => {
    const [most] = [...(counts.get(wanted) ?? [])].sort(([, one], [, other]) => other - one);
    if (most === undefined) throw new Error(`there is no object of the class ${wanted}`);
    return most[0];
  });
}
