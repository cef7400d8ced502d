import { createCipheriv, createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { devNull } from 'node:os';
import { Duplex, PassThrough, Readable, Transform, Writable } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { RecordMark } from './record-mark.ts';

/** Node streams that are made without another end. */
export function recordStreamsInMemory(mark: RecordMark): void {
  mark('stream.Readable', new Readable());
  mark('stream.Writable', new Writable());
  mark('stream.Duplex', new Duplex());
  mark('stream.Transform', new Transform());
  mark('stream.PassThrough', new PassThrough());
  mark('PassThrough({ objectMode: true })', new PassThrough({ objectMode: true }));
  mark('Readable.from()', Readable.from([]));
  mark('Readable.from(…, { objectMode: false })', Readable.from([], { objectMode: false }));
  mark(
    'fs.createReadStream()',
    createReadStream(devNull).on('error', () => {}),
    'readable',
  );
  mark(
    'fs.createWriteStream()',
    createWriteStream(devNull).on('error', () => {}),
    'writable',
  );
  mark('zlib.createGzip()', createGzip());
  mark('crypto.createCipheriv()', createCipheriv('aes-256-ctr', Buffer.alloc(32), Buffer.alloc(16)));
  mark('crypto.createHash()', createHash('sha256'));
}
