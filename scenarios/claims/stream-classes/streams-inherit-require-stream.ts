import { createCipheriv } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { ClientRequest, IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { Readable, Stream, Writable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { defineScenario } from '../../../harness/scenario.ts';

export default defineScenario({
  name: 'streams-inherit-require-stream',
  claim: {
    statement: 'All streams inherit from the classes of node:stream.',
    source: ['000'],
    rule: ({ recorded: { streams = 0, legacy = 0, derived = 0 } }) => ({
      verdict: derived === streams ? 'true' : derived > 0 ? 'partly' : 'false',
      condition:
        'true of files, sockets, zlib and crypto; an HTTP response derives from the old Stream and from none of the four classes, and Web Streams from neither',
      reading: `of ${streams} streams, ${derived} derive from Readable or Writable, ${legacy - derived} only from the old Stream, ${streams - legacy} from neither`,
    }),
  },
  async run({ record, tempDir }) {
    const socket = new Socket();
    const file = createWriteStream(join(tempDir, 'file'));
    const streams: unknown[] = [
      file,
      createReadStream(join(tempDir, 'file')).on('error', () => {}),
      socket,
      createGzip(),
      createCipheriv('aes-256-cbc', Buffer.alloc(32), Buffer.alloc(16)),
      new IncomingMessage(socket),
      new ServerResponse(new IncomingMessage(socket)),
      Object.create(ClientRequest.prototype),
      new ReadableStream(),
      new WritableStream(),
    ];
    file.destroy();
    record('streams', streams.length);
    record('legacy', streams.filter((stream) => stream instanceof Stream).length);
    record(
      'derived',
      streams.filter((stream) => stream instanceof Readable || stream instanceof Writable).length,
    );
  },
});
