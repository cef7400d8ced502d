// Starts a Node.js process without the environment, and ends it on SIGTERM.
import { spawn } from 'node:child_process';

const script = "process.stdin.resume().on('end', () => process.stdout.write('child done'))";
const args = ['-i', process.execPath, '-e', script];
const child = spawn('env', args, { stdio: ['pipe', 'inherit', 'inherit'] });
process.on('SIGTERM', () => child.stdin.end());
