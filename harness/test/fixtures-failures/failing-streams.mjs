/** What `watch` does in these runs: it breaks the stream of one label at a chosen moment. */
import { ServerResponse } from 'node:http';

/**
 * Before the run does anything with a stream that it was given, before the first byte, after half of the chunks, and after
 * the last byte. A stream that a run makes itself cannot be broken before it is used in the same turn of the event loop.
 */
/** @typedef {{ label: string, how: 'fails' | 'is destroyed', moment: 'before' | 'start' | 'middle' | 'end' }} Fault */

/**
 * @param calls How many chunks went through each label in a run without a fault.
 * @param prepared What `setup` returned.
 * @param onMiddle Called when half of the chunks of the first label went through it, and `onEnd` when it ends.
 */
export function makeWatch({ fault, calls, prepared, onMiddle = () => {}, onEnd = () => {} }) {
  const streams = [];
  const counts = {};
  const given = new Set();
  const isPrepared = (stream) => stream === prepared || Object.values(prepared ?? {}).includes(stream);
  let hasStruck = false;
  let wasDone = false;
  let broken;
  let first;

  const isMoment = (label, moment) => !hasStruck && fault?.label === label && fault.moment === moment;
  function strike(stream) {
    hasStruck = true;
    broken = stream;
    wasDone = isDone(stream, fault.how);
    stream.destroy(fault.how === 'fails' ? new Error(`${fault.label} fails`) : undefined);
  }
  function count(label, stream) {
    counts[label] += 1;
    if (counts[label] !== Math.max(1, Math.floor((calls[label] ?? 2) / 2))) return;
    if (label === first) onMiddle();
    if (isMoment(label, 'middle')) strike(stream);
  }
  function end(label, stream) {
    if (label === first) onEnd();
    if (isMoment(label, 'end')) strike(stream);
  }

  function watch(label, stream) {
    first ??= label;
    if (typeof stream.destroy !== 'function') return stream; // a web stream: its source is broken instead
    streams.push({ label, stream });
    counts[label] ??= 0;
    if (typeof stream.write === 'function') {
      followWrites(stream, { onChunk: () => count(label, stream), onEnd: () => end(label, stream) });
    } else {
      followPushes(stream, { onChunk: () => count(label, stream), onEnd: () => end(label, stream) });
    }
    if (stream instanceof ServerResponse || isPrepared(stream)) given.add(label);
    if (isMoment(label, 'before')) strike(stream);
    if (fault?.moment === 'start')
      process.nextTick(() => {
        if (isMoment(label, 'start')) strike(stream);
      });
    return stream;
  }
  return {
    watch,
    streams,
    counts,
    given,
    first: () => first,
    hasStruck: () => hasStruck,
    wasDone: () => wasDone || isTakenForSent(broken),
  };
}

/** Node.js 20 takes a response for finished that is destroyed after end(), whatever its socket still had to send. */
function isTakenForSent(stream) {
  return stream instanceof ServerResponse && stream.writableFinished;
}

function followWrites(stream, { onChunk, onEnd }) {
  const { write, end } = stream;
  stream.write = function (...args) {
    const result = write.apply(this, args);
    onChunk();
    return result;
  };
  stream.end = function (...args) {
    const result = end.apply(this, args);
    onEnd();
    return result;
  };
}

/** After its last byte, a source is broken before Node.js hears that it was the last. */
function followPushes(stream, { onChunk, onEnd }) {
  const { push } = stream;
  stream.push = function (chunk, ...args) {
    if (chunk === null) onEnd();
    if (chunk === null && stream.destroyed) return false;
    const result = push.call(this, chunk, ...args);
    if (chunk !== null) onChunk();
    return result;
  };
}

/**
 * Whether Node.js takes a stream for finished if it is destroyed now, without an error: nothing that awaits it can tell. Of
 * a Writable after end() it does so if no write is under way, whatever waits in the queue.
 */
function isDone(stream, how) {
  if (typeof stream.write === 'function') {
    return stream.writableFinished || (how === 'is destroyed' && stream.writableEnded);
  }
  const isRead = stream._readableState.ended && stream.readableLength === 0;
  return stream.readableEnded || (how === 'is destroyed' && isRead);
}
