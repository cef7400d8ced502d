// A byte stream that is read into the reader's own buffer.
let left = 400;
const bytes = new ReadableStream({
  type: 'bytes',
  pull(controller) {
    left -= 1;
    if (left === 0) {
      controller.close();
      controller.byobRequest?.respond(0);
      return;
    }
    const { view } = controller.byobRequest;
    view.fill?.(1);
    controller.byobRequest.respond(view.byteLength);
  },
});
const reader = bytes.getReader({ mode: 'byob' });
let buffer = new Uint8Array(16384);
let total = 0;
for (;;) {
  const { done, value } = await reader.read(buffer);
  if (done) break;
  total += value.byteLength;
  buffer = new Uint8Array(value.buffer);
}
console.log(total);
