// One branch of a tee() is cancelled, and so it keeps nothing.
let left = 500;
const source = new ReadableStream({
  pull(controller) {
    left -= 1;
    if (left === 0) controller.close();
    else controller.enqueue(new Uint8Array(8192));
  },
});
const [read, other] = source.tee();
void other.cancel();
let bytes = 0;
for await (const chunk of read) bytes += chunk.length;
console.log(bytes);
