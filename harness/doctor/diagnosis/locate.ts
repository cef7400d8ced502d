/** The line of the program itself in a stack, and the packages between it and Node. */
import { packageOf } from '../../call-sites/package-of.ts';
import { mapFrame } from '../../call-sites/source-map.ts';
import type { StackFrame } from '../../protocol.ts';
import type { DoctorSite } from '../findings.ts';

export interface Located {
  /** The first frame outside of packages; the first of all if the whole program is one. */
  readonly site: DoctorSite | undefined;
  readonly through: readonly string[];
}

export function locate(frames: readonly StackFrame[]): Located {
  const mapped = frames.map(mapFrame);
  const own = mapped.findIndex(({ file }) => packageOf(file) === undefined);
  const index = own === -1 ? 0 : own;
  const frame = mapped[index];
  const through = mapped.slice(0, index).flatMap(({ file }) => packageOf(file) ?? []);
  return { site: frame && toSite(frame), through: [...new Set(through)] };
}

/** A package can call when nobody of the program is on the stack any more: then it is the line that created the stream. */
export function locateCall(frames: readonly StackFrame[], created: readonly StackFrame[] = []): Located {
  const call = locate(frames);
  if (call.site === undefined || packageOf(call.site.file) === undefined) return call;
  const { site } = locate(created);
  if (site === undefined || packageOf(site.file) !== undefined) return call;
  const packages = frames.flatMap((frame) => packageOf(mapFrame(frame).file) ?? []);
  return { site, through: [...new Set(packages)] };
}

const toSite = ({ file, line, column, functionName }: StackFrame): DoctorSite => ({
  file,
  line,
  column,
  ...(functionName !== undefined && { function: functionName }),
});
