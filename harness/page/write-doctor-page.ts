/** Writes the page of what the doctor found, beside doctor.json. */
import type { DoctorReport, DoctorSite } from '../doctor/findings.ts';
import { readToolVersion } from '../package-root.ts';
import { renderDoctorPage } from '../report/html/doctor/doctor-page.ts';
import type { SourceLine } from '../report/html/doctor/finding-sections.ts';
import { readAssets, writePageFile } from './page-files.ts';

export function writeDoctorPage(
  path: string,
  report: DoctorReport,
  readSource: (site: DoctorSite) => readonly SourceLine[],
): void {
  const page = renderDoctorPage({
    ...{ report, readSource, assets: readAssets() },
    version: readToolVersion(),
    folder: process.cwd(),
  });
  writePageFile(path, page);
}
