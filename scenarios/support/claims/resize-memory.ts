const SIZE = 1024;

interface Resizable extends ArrayBuffer {
  readonly resizable?: boolean;
  resize(bytes: number): void;
}
type MakeResizable = new (bytes: number, options: { readonly maxByteLength: number }) => Resizable;

/** Whether the memory of a Buffer can be resized, and whether a Buffer of memory that can follows it. */
export function resizeMemory(): { readonly isResizable: boolean; readonly isFollowed: boolean } {
  const own = Buffer.alloc(SIZE).buffer as Resizable;
  const memory = new (ArrayBuffer as unknown as MakeResizable)(SIZE, { maxByteLength: 2 * SIZE });
  const view = Buffer.from(memory);
  memory.resize(2 * SIZE);
  if (memory.byteLength !== 2 * SIZE) throw new Error('the ArrayBuffer was not resized');
  return { isResizable: own.resizable === true, isFollowed: view.length !== SIZE };
}
