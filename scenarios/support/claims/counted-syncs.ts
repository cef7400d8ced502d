import * as fs from 'node:fs';

/** A file system for createWriteStream() that counts how often a file is synchronized with the disk. */
export function countedSyncs(): { readonly fileSystem: typeof fs; readonly syncs: () => number } {
  let syncs = 0;
  const count = (sync: typeof fs.fsync) =>
    Object.assign(
      (fd: number, callback: fs.NoParamCallback) => {
        syncs += 1;
        sync(fd, callback);
      },
      { __promisify__: sync.__promisify__ },
    );
  const fileSystem = { ...fs, fsync: count(fs.fsync), fdatasync: count(fs.fdatasync) };
  return { fileSystem, syncs: () => syncs };
}
