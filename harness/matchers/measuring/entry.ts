/** Reads a question from stdin, measures, and writes the answer to stdout. Ends when stdin does: the test is gone. */
import { createInterface } from 'node:readline';
import { UsageError } from '../../errors.ts';
import type { Answer, Question } from '../messages.ts';
import { answer } from './answer.ts';

const controller = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => controller.abort());

const lines = createInterface(process.stdin);
lines.on('close', () => controller.abort());
lines.once('line', async (line) => {
  const answered = await answer(JSON.parse(line) as Question, controller.signal).catch(describeError);
  process.stdout.write(`${JSON.stringify(answered)}\n`, () => process.exit());
});

function describeError(error: unknown): Answer {
  const message =
    error instanceof UsageError ? [error.message, error.hint].filter(Boolean).join('\n  ') : undefined;
  return { state: 'not-measured', message: message ?? `not measured: ${describeUnknown(error)}` };
}

const describeUnknown = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);
