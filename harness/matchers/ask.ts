/** Asks another process: what it measures is neither in this process nor in one that has its settings. */

import type { Answer, Question } from './messages.ts';
import { outerProcess } from './outer-process.ts';

const { spawn } = outerProcess.getBuiltinModule('child_process');

/** A runner sets these for itself, and a process below it would take them for its own. */
const OF_RUNNERS = /^(?:NODE_OPTIONS|NODE_V8_COVERAGE|NODE_TEST_|VITEST|JEST_|TEST$|VITE_)/;

export interface Asked {
  /** Never rejects, and stays pending once it is abandoned. */
  readonly answer: Promise<Answer>;
  readonly isAnswered: () => boolean;
  /** Ends the measurement: nobody waits for it any more. */
  readonly abandon: () => void;
}

/** `measurer` is the path of the program that answers. */
export function ask(question: Question, measurer: string): Asked {
  let isAnswered = false;
  let isAbandoned = false;
  const child = spawn(outerProcess.execPath, [measurer], {
    env: Object.fromEntries(Object.entries(process.env).filter(([name]) => !OF_RUNNERS.test(name))),
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
  });
  // It stays open: its end tells the child that this process is gone.
  child.stdin.on('error', () => {});
  child.stdin.write(`${JSON.stringify(question)}\n`);
  const [stdout, stderr] = [child.stdout, child.stderr].map(collect) as [() => string, () => string];
  const answer = new Promise<Answer>((resolve) => {
    const end = (how: Answer): void => {
      if (isAbandoned) return;
      isAnswered = true;
      resolve(how);
    };
    child.once('error', (error) => end(describeFailure(error.message, '')));
    child.once('close', (code, signal) =>
      end(readAnswer(stdout(), `${signal ?? `exit code ${code}`}`, stderr())),
    );
  });
  return {
    answer,
    isAnswered: () => isAnswered,
    abandon: () => {
      isAbandoned = true;
      child.stdin.destroy();
    },
  };
}

function collect(stream: NodeJS.ReadableStream): () => string {
  let text = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    text += chunk;
  });
  return () => text;
}

function readAnswer(stdout: string, ended: string, stderr: string): Answer {
  try {
    return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Answer;
  } catch {
    return describeFailure(`the process that measures ended without an answer (${ended})`, stderr);
  }
}

const describeFailure = (what: string, stderr: string): Answer => ({
  state: 'not-measured',
  message: `not measured: ${what}${stderr === '' ? '' : `\n${stderr.trimEnd()}`}`,
});
