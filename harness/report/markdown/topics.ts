/** The topics of the catalogue page, in its order: the folders of scenarios/, what each is about, and where to read on. */

export interface Topic {
  readonly title: string;
  /** A folder of scenarios/. */
  readonly folder: string;
  /** Markdown, with links to the manual of Node and to the issues in which the behaviour was discussed. */
  readonly introduction: string;
}

const API = 'https://nodejs.org/api';

/** `[nodejs/node#60441](…)`. */
const issue = (number: number): string =>
  `[nodejs/node#${number}](https://github.com/nodejs/node/issues/${number})`;

export const TOPICS: readonly Topic[] = [
  {
    title: 'Writable streams',
    folder: 'writable',
    introduction: `A Writable takes whatever it is given. \`write()\` returning \`false\` only asks the producer to wait: what it
writes nevertheless is queued, without a limit. highWaterMark is the size from which it asks. In a program, leave the
waiting to [\`pipeline()\`](${API}/stream.html#streampipelinesource-transforms-destination-options); the loops that wait
for \`'drain'\` show what it does. Read on: [buffering](${API}/stream.html#buffering), [\`write()\`](${API}/stream.html#writablewritechunk-encoding-callback),
and why Node's manual no longer shows such a loop: ${issue(31222)}, ${issue(33644)}.`,
  },
  {
    title: 'Readable streams',
    folder: 'readable',
    introduction: `A Readable reads ahead up to its highWaterMark, and then waits until somebody takes what it has. A
\`'data'\` handler takes everything at once, whether it is done with the last chunk or not; \`for await\` takes one
chunk after another. Read on: [two reading modes](${API}/stream.html#two-reading-modes),
[\`push()\`](${API}/stream.html#readablepushchunk-encoding); from Node 26 on, \`read()\` no longer joins chunks: ${issue(60441)}.`,
  },
  {
    title: 'Transforms, compression and encryption',
    folder: 'transform',
    introduction: `A Transform has two queues, each with a highWaterMark, and cannot wait between two pushes. zlib holds
memory of its own for each stream, outside of the V8 heap, and works in the thread pool. What somebody else compressed
needs a limit. Read on: [implementing a Transform](${API}/stream.html#implementing-a-transform-stream),
[memory of zlib](${API}/zlib.html#memory-usage-tuning), and how many compressions at once keep RSS up: ${issue(8871)}.`,
  },
  {
    title: 'Files',
    folder: 'file',
    introduction: `Disks are fast and not infinitely so: a log writer that never waits queues the log. \`pipe()\` forwards data
and the end, but neither errors nor \`destroy()\`, so files stay open. Read on:
[\`fs.createReadStream()\`](${API}/fs.html#fscreatereadstreampath-options), whose highWaterMark is 64 KiB on all versions.`,
  },
  {
    title: 'Network and databases',
    folder: 'network',
    introduction: `A client that reads slowly, or stops, decides how much memory its server needs, unless the server waits for
it. Clients also leave: then \`'drain'\` never comes, and an unread response keeps its socket. The kernel buffers some MiB
more for each connection, which no figure of the process shows. Read on: [\`http.Agent\`](${API}/http.html#class-httpagent).`,
  },
  {
    title: 'HTTP/2, TLS and WebSockets',
    folder: 'protocol',
    introduction: `Each protocol adds a queue: HTTP/2 a window for each stream, TLS the encrypted bytes, a WebSocket
\`bufferedAmount\`. Not all of them count in \`writableLength\`. Read on: [HTTP/2](${API}/http2.html), [TLS](${API}/tls.html).`,
  },
  {
    title: 'Web Streams and fetch()',
    folder: 'web',
    introduction: `A web stream says how much it wants by \`desiredSize\` and \`ready\`. Its default highWaterMark is one chunk,
however large, and nothing stops \`enqueue()\`. \`tee()\` queues for the branch that is not read. An ArrayBuffer that is
enqueued in a stream of bytes is transferred: ${issue(39311)}. Read on: [Web Streams](${API}/webstreams.html),
[\`fetch()\`](${API}/globals.html#fetch).`,
  },
  {
    title: 'Iterable streams',
    folder: 'iter',
    introduction: `\`push()\` of [\`node:stream/iter\`](${API}/stream_iter.html) makes a writer and an async iterable of batches. Its
\`budget\` is a highWaterMark in bytes, and a policy says what happens beyond it: \`strict\` rejects a write while another
waits, \`unbounded\` lets all of them wait, \`drop-oldest\` and \`drop-newest\` lose something without an error. Whoever awaits
each \`write()\`, or calls \`pipeTo()\`, needs none. The module is experimental: Node 24.20, 26.6 and later have it, behind a flag
that these scenarios set; other versions skip them.`,
  },
  {
    title: 'Processes and worker threads',
    folder: 'process',
    introduction: `Between processes and threads, only pipes have backpressure. \`console.log\` to a pipe is asynchronous on
Linux and macOS; \`process.send()\` and \`postMessage()\` queue without a limit (${issue(37428)}, ${issue(41762)}). Read
on: [process I/O](${API}/process.html#a-note-on-process-io),
[\`postMessage()\`](${API}/worker_threads.html#portpostmessagevalue-transferlist), readline: ${issue(41276)}.`,
  },
  {
    title: 'Buffers and strings',
    folder: 'buffer',
    introduction: `Small Buffers share a slab of Node's pool, and a slice shares the memory of its Buffer: a few bytes that
are kept can retain much more. \`allocUnsafe()\` may contain what others left there, secrets too. Read on:
[what makes it unsafe](${API}/buffer.html#what-makes-bufferallocunsafe-and-bufferallocunsafeslow-unsafe).`,
  },
  {
    title: 'Text and encodings',
    folder: 'string',
    introduction: `A stream with an encoding counts characters, not bytes. A part of a string can retain all of it. Read on:
[\`setEncoding()\`](${API}/stream.html#readablesetencodingencoding).`,
  },
  {
    title: 'Memory, garbage collection and signals',
    folder: 'memory',
    introduction: `RSS does not fall when memory is free again; what survives two young collections costs more; and a listener on
a signal that lives long retains what it refers to. Read on:
[\`process.memoryUsage()\`](${API}/process.html#processmemoryusage).`,
  },
  {
    title: 'Baseline',
    folder: 'baseline',
    introduction:
      'What a measured process costs that does nothing: the other scenarios can be compared with it.',
  },
];
