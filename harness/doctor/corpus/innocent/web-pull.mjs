// A source that makes a chunk when it is asked for one.
let left = 1000;
const source = new ReadableStream({
  pull(controller) {
    left -= 1;
    if (left === 0) controller.close();
    else controller.enqueue(new Uint8Array(8192));
  },
});
let bytes = 0;
for await (const chunk of source) bytes += chunk.length;
console.log(bytes);
