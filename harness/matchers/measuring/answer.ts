/** Answers the question of a matcher: measures what it needs, and says what that shows. */
import { makeSafe } from '../../report/text/terminal-text.ts';
import { wrapText } from '../../report/text/wrap-text.ts';
import type { Answer, MatcherName, Question } from '../messages.ts';
import { bufferAtMost } from './buffer-at-most.ts';
import { commandOf } from './command-of.ts';
import type { Asked, Found } from './found.ts';
import { openRuns } from './make-runs.ts';
import { prepareSubject } from './prepare-subject.ts';
import { respectBackpressure } from './respect-backpressure.ts';
import { retainNothing } from './retain-nothing.ts';
import { stayBounded } from './stay-bounded.ts';
import { useNoMoreMemory } from './use-no-more-memory.ts';

const MATCHERS: Readonly<Record<MatcherName, (asked: Asked) => Promise<Found>>> = {
  toStayBounded: stayBounded,
  toBufferAtMost: bufferAtMost,
  toRespectBackpressure: respectBackpressure,
  toRetainNothing: retainNothing,
  toUseNoMoreMemoryThan: useNoMoreMemory,
};

const WIDTH = 80;

/** Throws a UsageError if the question cannot be answered. */
export async function answer(question: Question, signal: AbortSignal): Promise<Answer> {
  const { scenario, parameters, testFile, environmentVariables, matcher, isNot } = question;
  const subject = await prepareSubject(scenario, parameters, testFile);
  const runs = await openRuns(environmentVariables, signal);
  const { pass, sentence, details, draw, commands } = await MATCHERS[matcher]({ question, subject, runs });
  // Nobody reads what a test that passes has found.
  if (pass !== isNot) return { state: 'judged', pass, message: sentence };
  const shown = commands ?? [commandOf(subject, question)];
  const lines = [
    wrapText(sentence, WIDTH, '  '),
    '',
    await draw(),
    ...details.map((line) => wrapText(line, WIDTH, '  ')),
    ...shown.map((command) => `show it with: ${command}`),
  ];
  return { state: 'judged', pass, message: makeSafe(lines.join('\n'), false) };
}
