/** A web stream of bytes that has one chunk. Throws what enqueue() throws. */
export function enqueueBytes(chunk: Uint8Array): ReadableStream<Uint8Array> {
  return new ReadableStream({
    type: 'bytes',
    start(controller) {
      controller.enqueue(chunk);
      controller.close();
    },
  });
}
