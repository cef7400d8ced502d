/**
 * Test runners compile what they load, and have its source maps in their own memory: only the function by which they map
 * the stacks of errors can be asked. It gets a call as V8 would describe it.
 */
import type { StackFrame } from '../../protocol.ts';

/** Frames as they are if nobody maps stacks here. */
export function mapByRunner(frames: readonly StackFrame[]): StackFrame[] {
  const { prepareStackTrace } = Error;
  return frames.map((frame) => (prepareStackTrace && mapFrame(frame, prepareStackTrace)) ?? frame);
}

type Prepare = NonNullable<typeof Error.prepareStackTrace>;

function mapFrame(frame: StackFrame, prepare: Prepare): StackFrame | undefined {
  try {
    const stack: unknown = prepare(new Error('mapped'), [
      new MappedCall(frame) as unknown as NodeJS.CallSite,
    ]);
    const [, file, line, column] =
      /\(?(?:file:\/\/)?([^()\n]+?):(\d+):(\d+)\)?\s*$/.exec(String(stack)) ?? [];
    if (file === undefined) return undefined;
    return {
      ...frame,
      file: file.replace(/^\s*at (?:async )?/, ''),
      line: Number(line),
      column: Number(column),
    };
  } catch {
    // A program's own function can expect anything.
    return undefined;
  }
}

/** What such functions ask for. They copy the methods of its prototype, where those of V8's are. */
class MappedCall {
  readonly #frame: StackFrame;

  constructor(frame: StackFrame) {
    this.#frame = frame;
  }

  getFileName(): string {
    return this.#frame.file;
  }

  getScriptNameOrSourceURL(): string {
    return this.#frame.file;
  }

  getLineNumber(): number {
    return this.#frame.line;
  }

  getColumnNumber(): number {
    return this.#frame.column;
  }

  getFunctionName(): string | null {
    return this.#frame.functionName ?? null;
  }

  getTypeName(): null {
    return null;
  }

  getMethodName(): null {
    return null;
  }

  getThis(): undefined {
    return undefined;
  }

  getFunction(): undefined {
    return undefined;
  }

  getEvalOrigin(): undefined {
    return undefined;
  }

  isNative(): boolean {
    return false;
  }

  isToplevel(): boolean {
    return true;
  }

  isEval(): boolean {
    return false;
  }

  isConstructor(): boolean {
    return false;
  }

  isAsync(): boolean {
    return false;
  }

  isPromiseAll(): boolean {
    return false;
  }

  toString(): string {
    const { file, line, column } = this.#frame;
    return `${file}:${line}:${column}`;
  }
}
