import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { join } from 'node:path';

/** Opens so many new files in `folder`. */
export const openFiles = (folder: string, files: number): Promise<WriteStream[]> =>
  Promise.all(
    Array.from({ length: files }, async (_, index) => {
      const file = createWriteStream(join(folder, `copy-${index}`));
      await once(file, 'open');
      return file;
    }),
  );
