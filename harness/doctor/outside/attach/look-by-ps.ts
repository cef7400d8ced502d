/** Where there is no procfs, `ps` says what a process is. */
import { spawnSync } from 'node:child_process';
import { basename } from 'node:path';
import { NODE } from '../process-tree.ts';
import { findInspectPort } from './inspect-port.ts';
import { GONE, notNode, type Refusal, SIGNAL_DISABLED, type TargetProcess } from './target.ts';

type AskPs = (pid: number, field: 'comm' | 'args') => string;

export function lookByPs(pid: number, ask: AskPs = askPs): TargetProcess | Refusal {
  const [program, args] = [ask(pid, 'comm'), ask(pid, 'args')];
  if (program === '' || args === '') return GONE;
  if (!NODE.test(basename(program))) return notNode(basename(program));
  const argv = args.split(' ');
  // Then it would end the process. What its NODE_OPTIONS are, nobody says.
  if (argv.includes('--disable-sigusr1')) return SIGNAL_DISABLED;
  return { pid, argv, inspectPort: findInspectPort(args), startTime: undefined, owner: undefined };
}

function askPs(pid: number, field: string): string {
  const { stdout, status } = spawnSync('ps', ['-p', String(pid), '-o', `${field}=`], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : '';
}
