// Keeps a copy of a response, and reads only one of the two bodies.
let left = 500;
const body = new ReadableStream({
  type: 'bytes',
  pull(controller) {
    left -= 1;
    controller.enqueue(new Uint8Array(8192));
    if (left === 0) controller.close();
  },
});
const response = new Response(body);
const copy = response.clone(); // GUILTY ReadableStream
let bytes = 0;
for await (const chunk of response.body) bytes += chunk.length;
console.log(bytes, copy.bodyUsed);
