/**
 * JUnit XML, as CI services read it: https://github.com/testmoapp/junitxml. A suite is a scenario, a test case
 * a metric or an expectation of one of its cases.
 */

import { describeWorse } from '../text/answer/culprits.ts';
import { describeEnvironment } from '../text/environment-text.ts';
import { listFigureLines } from '../text/figure-lines.ts';
import {
  describeFinding,
  type Finding,
  type FindingState,
  listFindings,
  nameCase,
} from '../text/findings.ts';
import type { Reported } from '../text/reported.ts';
import { quoteLine } from '../text/terminal-text.ts';

/** Ends without a newline. */
export function renderJunit(reported: Reported): string {
  const findings = listFindings(reported);
  const names = [...new Set(findings.map(({ scenario }) => scenario))];
  const properties = renderProperties(reported);
  const lines =
    reported.report === undefined ? new Map<string, string[]>() : listFigureLines(reported.report);
  const startedAt = (reported.kind === 'run' ? reported.report : reported.comparison.b).startedAt;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="tidemark"${renderCounts(findings)}>`,
    ...names.map((name) =>
      renderSuite(
        name,
        startedAt,
        properties,
        findings.filter(({ scenario }) => scenario === name),
        lines.get(name) ?? [],
      ),
    ),
    '</testsuites>',
  ].join('\n');
}

function renderProperties(reported: Reported): string {
  const lines = describeEnvironment(reported).map(
    ([name, value]) => `      <property${attribute('name', name)}${attribute('value', value)}/>`,
  );
  return ['    <properties>', ...lines, '    </properties>'].join('\n');
}

function renderSuite(
  name: string,
  startedAt: string,
  properties: string,
  findings: readonly Finding[],
  figureLines: readonly string[],
): string {
  const warnings = findings.filter(({ state }) => state === 'warning');
  return [
    // The format has neither fractions of a second nor a time zone.
    `  <testsuite${attribute('name', name)}${renderCounts(findings)}${attribute('timestamp', startedAt.slice(0, 19))}>`,
    properties,
    ...findings.map(renderTestCase),
    ...(figureLines.length === 0
      ? []
      : [`    <system-out>${figureLines.map(escapeXml).join('\n')}</system-out>`]),
    ...(warnings.length === 0 ? [] : [renderWarnings(warnings)]),
    '  </testsuite>',
  ].join('\n');
}

function renderCounts(findings: readonly Finding[]): string {
  const count = (element: string): number =>
    findings.filter(({ state }) => ELEMENTS[state] === element).length;
  return ` tests="${findings.length}" failures="${count('failure')}" errors="${count('error')}" skipped="${count('skipped')}"`;
}

/** The element inside a test case; a warning is not a failed test. */
const ELEMENTS: Readonly<Partial<Record<FindingState, 'error' | 'failure' | 'skipped'>>> = {
  error: 'error',
  failed: 'failure',
  inconclusive: 'skipped',
  informational: 'skipped',
};

function renderTestCase(finding: Finding): string {
  const open = `    <testcase${attribute('classname', nameCase(finding))}${attribute('name', finding.subject)}`;
  const element = ELEMENTS[finding.state];
  const text = describeFinding(finding);
  if (element === undefined) return `${open}/>`;
  const message = element === 'skipped' ? `${finding.state}: ${text}` : describeWorse(finding);
  return [
    `${open}>`,
    element === 'skipped'
      ? `      <skipped${attribute('message', message)}/>`
      : `      <${element}${attribute('message', message)}${attribute('type', finding.state)}>${escapeXml(text)}</${element}>`,
    '    </testcase>',
  ].join('\n');
}

function renderWarnings(warnings: readonly Finding[]): string {
  const lines = warnings.map((one) => escapeXml(`${nameCase(one)}: ${one.subject}: ${describeFinding(one)}`));
  return `    <system-err>${lines.join('\n')}</system-err>`;
}

export const attribute = (name: string, value: string): string => ` ${name}="${escapeXml(value)}"`;

/** For an attribute and for text. `]]>` cannot occur, because every `>` is escaped. */
export function escapeXml(text: string): string {
  return quoteLine(text)
    .replace(FORBIDDEN, '')
    .replace(/[&<>"'\t]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Characters that XML 1.0 does not allow, not even as a reference, and that quoteLine keeps: lone surrogates and two noncharacters. */
const FORBIDDEN = /[\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
