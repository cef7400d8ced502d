// What a program can see of Web Streams is what it would see without the doctor.
import { inspect } from 'node:util';

const names = [
  'ReadableStream',
  'WritableStream',
  'TransformStream',
  'CompressionStream',
  'TextDecoderStream',
];
for (const name of names) {
  const { prototype } = globalThis[name];
  console.log(name, globalThis[name].length, Object.getOwnPropertyNames(prototype).join());
  for (const key of Object.getOwnPropertyNames(prototype)) {
    const descriptor = Object.getOwnPropertyDescriptor(prototype, key);
    for (const method of [descriptor.value, descriptor.get]) {
      if (typeof method === 'function') console.log(key, method.name, method.length, String(method).length);
    }
  }
}
const { readable, writable } = new TransformStream({}, { highWaterMark: 2 });
const writer = writable.getWriter();
void writer.write('a');
console.log(
  inspect({ readable, writable, writer }),
  Reflect.ownKeys(readable).map(String),
  Object.keys(writable),
);
console.log(
  Reflect.ownKeys(
    Reflect.get(
      readable,
      Reflect.ownKeys(readable).find((key) => key.description === 'kState'),
    ),
  ),
);
console.log(writer.desiredSize, await readable.getReader().read());
console.log(inspect(process.moduleLoadList).slice(0, 20), Array.isArray(process.moduleLoadList));
console.log(Object.getPrototypeOf(process.moduleLoadList) === Array.prototype);
console.log(structuredClone({ a: 1 }), new ReadableStream().constructor.name);
