/** A cluster of Slurm that is this machine, for a test. */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, hostname } from 'node:os';
import { join } from 'node:path';

export interface Slurm {
  /** The path that SLURM_CONF names. */
  readonly configuration: string;
  /** Resolves when no job is left. */
  readonly untilIdle: () => Promise<void>;
  readonly stop: () => void;
}

/** The folder must not exist. Rejects if the daemons do not start. */
export async function startSlurm(folder: string): Promise<Slurm> {
  for (const name of ['', 'munge', 'ctld', 'd']) mkdirSync(join(folder, name), { mode: 0o700 });
  const configuration = join(folder, 'slurm.conf');
  writeFileSync(configuration, describeCluster(folder));
  const munge = join(folder, 'munge');
  writeFileSync(join(munge, 'key'), randomBytes(1024), { mode: 0o400 });
  const files = ['key-file=key', 'socket=socket', 'pid-file=pid', 'log-file=log', 'seed-file=seed'];
  const paths = files.map((file) => `--${file.replace('=', `=${munge}/`)}`);
  const env = { ...process.env, SLURM_CONF: configuration };
  const run = (program: string, ...args: readonly string[]): string =>
    execFileSync(program, args, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  run('munged', '--force', ...paths);
  run('slurmctld', '-f', configuration, '-c');
  run('slurmd', '-f', configuration, '-c');
  const answer = (program: string, ...args: readonly string[]): string => {
    try {
      return run(program, ...args);
    } catch {
      // The controller does not answer yet.
      return '';
    }
  };
  await until(() => answer('sinfo', '-h', '-o', '%T').includes('idle'));
  return {
    configuration,
    untilIdle: () => until(() => run('squeue', '-h').trim() === ''),
    stop: () => {
      const pids = ['slurmd.pid', 'slurmctld.pid', 'munge/pid'].map((name) => join(folder, name));
      for (const path of pids) if (existsSync(path)) process.kill(Number(readFileSync(path, 'utf8')));
    },
  };
}

/** Slurm has no event for it: it is asked again and again. */
async function until(isReached: () => boolean): Promise<void> {
  while (!isReached()) await new Promise((resolve) => setTimeout(resolve, 100));
}

const describeCluster = (folder: string): string => {
  const host = hostname().split('.')[0];
  return `ClusterName=one
SlurmctldHost=${host}(127.0.0.1)
AuthType=auth/munge
AuthInfo=socket=${folder}/munge/socket
CryptoType=crypto/munge
SlurmUser=root
SlurmdUser=root
StateSaveLocation=${folder}/ctld
SlurmdSpoolDir=${folder}/d
SlurmctldPidFile=${folder}/slurmctld.pid
SlurmdPidFile=${folder}/slurmd.pid
SlurmctldLogFile=${folder}/slurmctld.log
SlurmdLogFile=${folder}/slurmd.log
SlurmctldPort=26817
SlurmdPort=26818
ProctrackType=proctrack/pgid
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MpiDefault=none
SwitchType=switch/none
ReturnToService=2
SchedulerType=sched/backfill
SchedulerParameters=batch_sched_delay=0,sched_min_interval=0,sched_interval=1,bf_interval=1,default_queue_depth=100
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
NodeName=${host} NodeAddr=127.0.0.1 CPUs=${availableParallelism()} State=UNKNOWN
PartitionName=all Nodes=${host} Default=YES MaxTime=INFINITE State=UP
`;
};
