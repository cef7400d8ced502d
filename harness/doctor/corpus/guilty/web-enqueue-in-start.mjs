// A ReadableStream that puts everything into its queue when it is made.
const lines = new ReadableStream({
  start(controller) {
    for (let n = 0; n < 1000; n += 1) {
      controller.enqueue(new Uint8Array(4096)); // GUILTY ReadableStream
    }
    controller.close();
  },
});
let bytes = 0;
for await (const chunk of lines) bytes += chunk.length;
console.log(bytes);
