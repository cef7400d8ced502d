/**
 * Loads the doctor, which is one large file: what V8 has compiled of it before is kept beside it, by the version of
 * Node.js and the file that it is of. Whatever does not fit is as if it were not there.
 */
const { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } =
  process.getBuiltinModule('fs');
const { join } = process.getBuiltinModule('path');
const { Script } = process.getBuiltinModule('vm');

/** In the environment of a process that is started to write the code cache: see outside/code-cache.ts. */
const WRITE_VARIABLE = 'TIDEMARK_DOCTOR_CODE_CACHE';

const doctor = join(__dirname, 'doctor.cjs');
const folder = join(__dirname, 'code-cache');
const { ino, mtimeMs, size } = statSync(doctor);
const ofThisNode = `${process.version}-${process.platform}-${process.arch}-`;
const codeCache = join(folder, `${ofThisNode}${size}-${mtimeMs}-${ino}`);

const cachedData = read(codeCache);
const script = new Script(
  `(function(exports,require,module,__filename,importFile){${readFileSync(doctor, 'latin1')}\n})`,
  {
    filename: doctor,
    ...(cachedData !== undefined && { cachedData }),
  },
);
if (process.env[WRITE_VARIABLE] !== undefined) {
  // Not before the last snapshot: what was not called until then is not compiled.
  process.on('exit', () => write(script.createCachedData()));
}
// Whatever is to load the doctor again loads this file.
// A Script has no import() of its own, but for one with a warning.
script.runInThisContext()(exports, require, module, __filename, (href: string) => import(href));

function read(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/** Another process may read it meanwhile. */
function write(data: Buffer): void {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder))
    if (name.startsWith(ofThisNode)) rmSync(join(folder, name), { force: true });
  const partial = `${codeCache}.${process.pid}`;
  writeFileSync(partial, data);
  renameSync(partial, codeCache);
}
