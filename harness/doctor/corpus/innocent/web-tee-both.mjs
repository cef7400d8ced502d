// Both branches of a tee() are read at the same pace.
let left = 500;
const source = new ReadableStream({
  pull(controller) {
    left -= 1;
    if (left === 0) controller.close();
    else controller.enqueue(new Uint8Array(8192));
  },
});
const count = async (stream) => {
  let bytes = 0;
  for await (const chunk of stream) bytes += chunk.length;
  return bytes;
};
console.log(await Promise.all(source.tee().map(count)));
