import { isAbsolute, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { scenarioFile } from '../catalogue/scenario-file.ts';
import { compiled, packageRoot } from '../package-root.ts';
import type { CapturedCall, StackFrame } from '../protocol.ts';
import type { CallSite, FirstAfterFalse } from '../result.ts';
import { packageOf } from './package-of.ts';
import { mapFrame } from './source-map.ts';

/** The line of the program that made a call, and the package through which it did. Neither if only Node's own code did. */
export function locateCall({ method, frames }: CapturedCall): FirstAfterFalse {
  const mapped = frames.filter((frame) => !isOfHarness(frame)).map(mapFrame);
  const site = mapped.find(({ file }) => packageAround(file) === undefined);
  const [first] = mapped;
  const through = first && packageAround(first.file);
  return {
    method,
    ...(site !== undefined && { site: toSite(site) }),
    ...(through !== undefined && { through }),
  };
}

/** Meters that wrap the same stream, and the caller of run(). */
const isOfHarness = ({ file }: StackFrame): boolean =>
  [compiled('harness') + sep, `${pathToFileURL(compiled('harness')).href}/`].some((folder) =>
    file.startsWith(folder),
  );

/** An installed tidemark is a package, but its scenarios are programs. */
const packageAround = (path: string): string | undefined =>
  packageOf(path.startsWith(packageRoot + sep) ? path.slice(packageRoot.length) : path);

function toSite({ file, line, column, functionName }: StackFrame): CallSite {
  return { file: toPortable(file), line, column, ...(functionName !== undefined && { functionName }) };
}

/** As the file of a scenario in a report; those of tidemark itself are relative to its own folder. */
function toPortable(file: string): string {
  if (!isAbsolute(file)) return file;
  return scenarioFile(pathToFileURL(file).href) ?? relative(packageRoot, file).split(sep).join('/');
}
