/** Opens the inspector of a process on loopback, as a debugger does, and closes it again. */
import { get } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { UsageError } from '../../../errors.ts';
import { ProcessSession } from './inspector-session.ts';
import { listPorts, type Ports } from './list-ports.ts';
import type { TargetProcess } from './target.ts';

const OPEN_MS = 5 * 1000;
const POLL_MS = 20;
const ANSWER_MS = 2 * 1000;

export interface OpenInspector {
  readonly session: ProcessSession;
  /** One that was open before stays open. */
  readonly close: () => Promise<void>;
}

/** Throws a UsageError that says why it cannot. */
export async function openInspector(target: TargetProcess): Promise<OpenInspector> {
  const before = await findOpenInspector(target);
  const found = before ?? (await startInspector(target));
  const session = await ProcessSession.connect(found.url);
  const pid = await session
    .call('Runtime.evaluate', { expression: 'process.pid', returnByValue: true })
    .then(({ result }) => (result as { readonly value?: unknown }).value);
  if (pid !== target.pid) {
    session.close();
    throw refuse(target, `port ${found.port} is the inspector of process ${pid}`, 'end that one first');
  }
  return { session, close: () => closeInspector(session, before === undefined) };
}

const refuse = ({ pid }: TargetProcess, reason: string, hint: string): UsageError =>
  new UsageError(`process ${pid} cannot be attached to: ${reason}`, { hint });

async function closeInspector(session: ProcessSession, wasOpened: boolean): Promise<void> {
  // The connection ends before the answer comes.
  if (wasOpened) session.call('Runtime.evaluate', { expression: 'process._debugEnd()' }).catch(() => {});
  else session.close();
  await Promise.race([session.closed, sleep(ANSWER_MS, undefined, { ref: false })]);
  session.close();
}

interface FoundInspector {
  readonly port: number;
  readonly url: string;
}

async function startInspector(target: TargetProcess): Promise<FoundInspector> {
  const { pid, inspectPort } = target;
  const before = listPorts(pid);
  if (await isOccupied(target, before))
    throw refuse(
      target,
      `port ${inspectPort} of its inspector is occupied by another process`,
      'end that one first',
    );
  if (process.platform === 'win32') startOnWindows(pid);
  else process.kill(pid, 'SIGUSR1');
  for (let waitedMs = 0; waitedMs < OPEN_MS; waitedMs += POLL_MS) {
    await sleep(POLL_MS);
    // Only a port that is new: a request to another one would be a request to the program.
    const ports = listPorts(pid)?.listening.filter((port) => !before?.listening.includes(port));
    const found = await findInspectorAt(ports ?? [inspectPort]);
    if (found !== undefined) return found;
  }
  throw refuse(
    target,
    'its inspector did not open',
    'a program opens none with --permission, with a listener of its own for SIGUSR1, or if it is open at a port that --inspect=0 has chosen',
  );
}

async function isOccupied({ inspectPort }: TargetProcess, ports: Ports | undefined): Promise<boolean> {
  return ports?.occupied.includes(inspectPort) ?? (await askForUrl(inspectPort)) !== undefined;
}

const startOnWindows = (pid: number): void =>
  (process as unknown as { _debugProcess(pid: number): void })._debugProcess(pid);

async function findOpenInspector(target: TargetProcess): Promise<FoundInspector | undefined> {
  const { pid, inspectPort } = target;
  const ports = listPorts(pid);
  if (!ports?.listening.includes(inspectPort)) return undefined;
  // Its breakpoints would stop the doctor. To be seen before there is a connection of ours.
  if (ports.connected.includes(inspectPort))
    throw refuse(target, 'a debugger is connected to it', 'close that first');
  return findInspectorAt([inspectPort]);
}

async function findInspectorAt(ports: readonly number[]): Promise<FoundInspector | undefined> {
  for (const port of ports) {
    const url = await askForUrl(port);
    if (url !== undefined) return { port, url };
  }
  return undefined;
}

/** Undefined if that is not an inspector. */
async function askForUrl(port: number): Promise<string | undefined> {
  try {
    const response = await new Promise<NodeJS.ReadableStream>((resolve, reject) => {
      const request = get({ host: '127.0.0.1', port, path: '/json/list', timeout: ANSWER_MS, agent: false });
      request.on('response', resolve).on('error', reject);
      request.on('timeout', () => request.destroy(new Error('no answer')));
    });
    const [first] = JSON.parse(await text(response)) as { readonly webSocketDebuggerUrl?: string }[];
    return first?.webSocketDebuggerUrl;
  } catch {
    return undefined;
  }
}
