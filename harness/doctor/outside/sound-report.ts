import type { DoctorReport, DoctorSite, Finding } from '../findings.ts';

/** Whether every figure and text of a report is one: its snapshots may have been written by something else. */
export const isSound = ({
  command,
  exit,
  nodeVersion,
  memory,
  findings,
  notCovered,
}: DoctorReport): boolean =>
  [...command, nodeVersion, ...notCovered].every(isText) &&
  (exit.reason === undefined || isText(exit.reason)) &&
  Object.values({ ...memory, overTime: 0 }).every(Number.isFinite) &&
  (memory.overTime?.readings ?? []).every((reading) => Object.values(reading).every(Number.isFinite)) &&
  findings.every(isSoundFinding);

function isSoundFinding(finding: Finding): boolean {
  const { streams, peakBufferedBytes, bufferedAtExitBytes, afterFalse, drains, fullForMs } = finding;
  const { method, streamClass, missing, through, site, created, retained, growth, process } = finding;
  const { highWaterMarkBytes = 0, peakBufferedChunks = 0, otherProcesses = [] } = finding;
  const { pinned, ...ofRetained } = retained ?? {};
  const figures = [
    ...[streams, peakBufferedBytes, bufferedAtExitBytes, afterFalse, drains, fullForMs],
    ...[highWaterMarkBytes, peakBufferedChunks, growth?.slope ?? 0],
    ...[process, ...otherProcesses].flatMap(({ pid, thread }) => [pid, thread]),
    ...[...Object.values(ofRetained), ...Object.values(pinned ?? {})],
  ];
  return (
    [method, streamClass, missing, ...through].every(isText) &&
    figures.every(Number.isFinite) &&
    [site, created].every((one) => one === undefined || isSite(one))
  );
}

const isSite = ({ file, line, column, function: name }: DoctorSite): boolean =>
  isText(file) && [line, column].every(Number.isInteger) && (name === undefined || isText(name));

const isText = (value: unknown): boolean => typeof value === 'string';
