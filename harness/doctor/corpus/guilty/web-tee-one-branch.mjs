// Only one branch of a tee() is read: the other one keeps all of it.
let left = 500;
const source = new ReadableStream({
  pull(controller) {
    left -= 1;
    if (left === 0) controller.close();
    else controller.enqueue(new Uint8Array(8192));
  },
});
const [read, copy] = source.tee(); // GUILTY ReadableStream
let bytes = 0;
for await (const chunk of read) bytes += chunk.length;
console.log(bytes, copy.locked);
