/** Reads what `node --bench --bench-reporter=json` wrote, one or several times into one file: nothing in it is trusted. */
import { posix } from 'node:path';
import { z } from 'zod';
import { nameBench } from '../child/node-bench/bench-name.ts';
import { UsageError } from '../errors.ts';
import { parseBoundedLines, readBoundedText } from '../files/bounded-file.ts';
import { median } from '../stats/quantile.ts';

/** One benchmark of one side. A run is one process, and its figure the median of its samples. */
export interface NodeBench {
  /** The file below the folder that all files share, the names, and the parameters. */
  readonly name: string;
  /** Nanoseconds for one operation, by run. */
  readonly nsPerOperation: readonly number[];
  /** Runs in which it threw. */
  readonly failures: number;
}

export interface NodeBenchFile {
  readonly benches: ReadonlyMap<string, NodeBench>;
  /** The processes, as node:bench calls them. */
  readonly processes: ReadonlySet<string>;
}

const WRITE = 'write it with: node --experimental-bench --bench --bench-reporter=json FILE >> out.ndjson';

const line = z.object({ type: z.string().max(100), data: z.unknown() });

const run = z.object({ runId: z.string().min(1).max(200) });

const complete = run.extend({
  fileRunId: z.string().min(1).max(200),
  entryFile: z.string().min(1).max(4096),
  namePath: z.array(z.string().max(4096)).min(1).max(100),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  samples: z
    .array(
      z.object({
        operations: z.number().positive(),
        // A BigInt, as text.
        duration_ns: z.string().regex(/^\d{1,18}$/),
      }),
    )
    .default([]),
  skip: z.unknown().optional(),
  error: z.unknown().optional(),
});

type Completed = z.infer<typeof complete>;

/** Throws a UsageError for a file that is foreign, damaged, cut, or has a run twice. */
export function readNodeBench(path: string): NodeBenchFile {
  const text = readBoundedText(path, { where: WRITE });
  if (text !== '' && !text.endsWith('\n')) throw describeCut(path);
  const [started, ended] = [new Set<string>(), new Set<string>()];
  const completed: Completed[] = [];
  for (const [index, value] of parseBoundedLines(path, text, { damaged: WRITE }).entries()) {
    const place = `line ${index + 1} of ${path}`;
    const { type, data } = check(line, value, place);
    if (!type.startsWith('bench:')) throw describeForeign(place);
    const { runId } = check(run, data, place);
    if (ended.has(runId))
      throw new UsageError(`${place} follows the end of its run: the file has it twice`, { hint: WRITE });
    started.add(runId);
    if (type === 'bench:summary') ended.add(runId);
    if (type === 'bench:complete') completed.push(check(complete, data, place));
  }
  if (started.size === 0) throw new UsageError(`${path} has no records of node:bench`, { hint: WRITE });
  if (ended.size < started.size) throw describeCut(path);
  return gather(path, completed);
}

function gather(path: string, completed: readonly Completed[]): NodeBenchFile {
  const folder = findSharedFolder(completed.map(({ entryFile }) => toPath(entryFile)));
  const benches = new Map<string, NodeBench & { nsPerOperation: number[]; failures: number }>();
  const [seen, processes] = [new Set<string>(), new Set<string>()];
  for (const record of completed.filter(({ skip }) => skip === undefined)) {
    const name = nameInFile(record, folder);
    const process = JSON.stringify([record.runId, record.fileRunId]);
    const once = JSON.stringify([process, name]);
    if (seen.has(once))
      throw new UsageError(`${path} has two benchmarks of the same name and parameters in one run: ${name}`, {
        hint: 'give them different names or params',
      });
    seen.add(once);
    processes.add(process);
    const bench = benches.get(name) ?? { name, nsPerOperation: [], failures: 0 };
    benches.set(name, bench);
    const figures = record.samples.map(({ operations, duration_ns }) => Number(duration_ns) / operations);
    // A clock that did not advance says nothing about the time.
    if (record.error !== undefined || figures.length === 0 || figures.some((ns) => ns <= 0))
      bench.failures += 1;
    else bench.nsPerOperation.push(median(figures));
  }
  return { benches, processes };
}

/** Nanoseconds for one operation, of the runs of one benchmark. */
export function describeRuns(
  runs: readonly number[],
): { readonly median: number; readonly fastest: number; readonly slowest: number } | undefined {
  if (runs.length === 0) return undefined;
  return {
    median: median(runs),
    fastest: runs.reduce((a, b) => Math.min(a, b)),
    slowest: runs.reduce((a, b) => Math.max(a, b)),
  };
}

/** `file` cannot be used: of bench.only() it names a file of Node itself. */
function nameInFile({ entryFile, namePath, params }: Completed, folder: string): string {
  return `${toPath(entryFile).slice(folder.length)}: ${nameBench(namePath, params)}`;
}

const toPath = (file: string): string => file.replaceAll('\\', '/');

/** Two checkouts of a project are in different folders. */
function findSharedFolder(files: readonly string[]): string {
  const [first = '', ...others] = files;
  let folder = posix.dirname(first);
  while (folder !== posix.dirname(folder) && !others.every((file) => file.startsWith(`${folder}/`)))
    folder = posix.dirname(folder);
  return folder.endsWith('/') ? folder : `${folder}/`;
}

function check<T>(schema: z.ZodType<T>, value: unknown, place: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw describeForeign(place);
}

const describeForeign = (place: string): UsageError =>
  new UsageError(`${place} is not a record of node:bench`, { hint: WRITE });

const describeCut = (path: string): UsageError =>
  new UsageError(`${path} ends before its run does`, { hint: `run it again, and ${WRITE}` });
