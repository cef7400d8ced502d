// A transform that passes on all lines of one chunk.
const text = new ReadableStream({
  pull(controller) {
    this.left = (this.left ?? 200) - 1;
    if (this.left === 0) controller.close();
    else controller.enqueue(Buffer.from('a line of text that is not long\n'.repeat(300)));
  },
});
const lines = new TransformStream({
  transform(chunk, controller) {
    for (const line of chunk.split('\n')) controller.enqueue(line);
  },
});
let count = 0;
for await (const _line of text.pipeThrough(new TextDecoderStream()).pipeThrough(lines)) count += 1;
console.log(count);
