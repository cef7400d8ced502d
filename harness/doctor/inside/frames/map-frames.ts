/**
 * What compiles a program while it runs has the source maps in memory: test runners, and loaders such as tsx. Node can be
 * asked for those that it knows; of the others, only the function by which they map the stacks of errors.
 */
import type { StackFrame } from '../../../protocol.ts';

const known = new WeakMap<StackFrame, StackFrame>();

/** A program's own function could do anything: those of vite, source-map-support and Jest look at the call sites alone. */
const isMapperOf = (prepare: Prepare): boolean =>
  prepare.name === 'bound formatStackTrace' ||
  /\bwrapCallSite\(/.test(Function.prototype.toString.call(prepare));

/** Frames as they are where nobody maps stacks in this thread. */
export function mapFrames(frames: readonly StackFrame[]): readonly StackFrame[] {
  const { prepareStackTrace: prepare } = Error;
  const isMapper = typeof prepare === 'function' && isMapperOf(prepare);
  const { sourceMapsEnabled } = process as { readonly sourceMapsEnabled?: boolean };
  if (!isMapper && sourceMapsEnabled !== true) return frames;
  return frames.map((frame) => {
    const mapped = known.get(frame) ?? (isMapper ? askMapper(frame, prepare) : askNode(frame)) ?? frame;
    known.set(frame, mapped);
    return mapped;
  });
}

function askNode(frame: StackFrame): StackFrame | undefined {
  const { findSourceMap } = process.getBuiltinModule('module');
  const entry = findSourceMap(frame.file)?.findEntry(frame.line - 1, frame.column - 1);
  if (entry === undefined || !('originalSource' in entry)) return undefined;
  const { originalSource, originalLine, originalColumn } = entry;
  return { ...frame, file: originalSource, line: originalLine + 1, column: originalColumn + 1 };
}

/** `    at flood (/app/export.ts:42:9)`, or without a function. */
const AT = /^ *at (?:.*? \()?(?:async )?(?:file:\/\/)?(.+):(\d+):(\d+)\)?$/m;

type Prepare = NonNullable<typeof Error.prepareStackTrace>;

function askMapper(frame: StackFrame, prepare: Prepare): StackFrame | undefined {
  try {
    const stack: unknown = prepare(new Error('mapped'), [
      new MappedCall(frame) as unknown as NodeJS.CallSite,
    ]);
    const [, file, line, column] = AT.exec(String(stack)) ?? [];
    if (file === undefined) return undefined;
    return { ...frame, file, line: Number(line), column: Number(column) };
  } catch {
    // It expects something else of a call site.
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
