import { readFileSync, statSync } from 'node:fs';
import type { DoctorSite } from '../findings.ts';

export interface SourceLine {
  readonly line: number;
  readonly text: string;
  readonly isSite: boolean;
}

/** A bundle has no lines worth showing. */
const MAX_FILE_BYTES = 8 * 1024 * 1024;

/** The line of a site between its neighbours; none if the file is gone, or is not what it was. */
export function readSource({ file, line }: DoctorSite): SourceLine[] {
  try {
    const stats = statSync(file);
    if (!stats.isFile() || stats.size > MAX_FILE_BYTES) return [];
    const lines = readFileSync(file, 'utf8').split(/\r?\n/);
    if (lines[line - 1] === undefined) return [];
    return [line - 1, line, line + 1].flatMap((number) => {
      const text = lines[number - 1];
      return text === undefined ? [] : [{ line: number, text, isSite: number === line }];
    });
  } catch {
    return [];
  }
}
