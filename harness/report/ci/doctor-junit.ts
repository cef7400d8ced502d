/** JUnit XML: a test case for each finding, or one that passed. A note is skipped, not failed. */
import type { DoctorReport, Finding } from '../../doctor/findings.ts';
import { describeCounts, describeEvidence, describeSite, describeTitle } from '../text/doctor-sentences.ts';
import { attribute, escapeXml } from './junit.ts';

/** Ends without a newline. */
export function renderDoctorJunit(report: DoctorReport, folder: string): string {
  const { findings, notCovered } = report;
  const alarms = findings.filter(({ level }) => level === 'alarm').length;
  const counts = ` tests="${Math.max(1, findings.length)}" failures="${alarms}" errors="0" skipped="${findings.length - alarms}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="tidemark doctor"${counts}>`,
    `  <testsuite name="tidemark doctor"${counts}>`,
    ...(findings.length === 0
      ? [`    <testcase classname="tidemark doctor"${attribute('name', describeCounts(report))}/>`]
      : findings.map((finding) => renderTestCase(finding, folder))),
    ...(notCovered.length === 0
      ? []
      : [`    <system-err>${notCovered.map(escapeXml).join('\n')}</system-err>`]),
    '  </testsuite>',
    '</testsuites>',
  ].join('\n');
}

function renderTestCase(finding: Finding, folder: string): string {
  const text = `${describeTitle(finding)}: ${[finding.missing, ...describeEvidence(finding)].join('; ')}`;
  const message = attribute('message', text);
  return [
    `    <testcase${attribute('classname', finding.kind)}${attribute('name', describeSite(finding.site, folder))}>`,
    finding.level === 'alarm'
      ? `      <failure${message} type="alarm">${escapeXml(text)}</failure>`
      : `      <skipped${message}/>`,
    '    </testcase>',
  ].join('\n');
}
