import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { DoctorOptions } from '../command-line/doctor.ts';
import type { Terminal } from '../report/terminal/open-terminal.ts';
import { doctor } from './doctor.ts';

test('where nothing can be written, the program is not started, and it says so', async () => {
  const root = mkdtempSync(join(tmpdir(), 'tidemark-doctor-'));
  const file = join(root, 'file');
  writeFileSync(file, '');
  const examine = (parts: Partial<DoctorOptions>): Promise<number> =>
    doctor(
      {
        ...{ command: 'doctor', ignoreFiles: [], everyMs: undefined, isDeep: false, fail: false },
        ...{ jsonFile: undefined, reporters: [], resultsRoot: join(root, 'results') },
        // It would fail otherwise.
        subject: { kind: 'start', argv: ['no-such-program'] },
        ...parts,
      },
      {} as Terminal,
    );
  await expect(examine({ resultsRoot: join(file, 'results') })).rejects.toThrow(
    /results could not be written to .*; the program was not started$/,
  );
  await expect(examine({ jsonFile: join(file, 'doctor.json') })).rejects.toThrow(
    /results could not be written to .*; the program was not started$/,
  );
  await expect(
    examine({ resultsRoot: join(file, 'results'), subject: { kind: 'attach', pid: process.pid } }),
  ).rejects.toThrow('; nothing was attached');
  rmSync(root, { recursive: true });
});
