/** Speaks the protocol of V8's inspector. */
import { once } from 'node:events';
import { WebSocket } from 'ws';

export type Params = Readonly<Record<string, unknown>>;
export type Reply = Readonly<Record<string, unknown>>;

/** One thread that is inspected. */
export interface InspectorSession {
  /** Rejects if the thread says no, or says nothing. */
  readonly call: (method: string, params?: Params) => Promise<Reply>;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Params;
  readonly result?: Reply;
  readonly error?: { readonly message: string };
}

/** A collection of a large heap takes some seconds. A worker thread can be blocked for ever. */
const ANSWER_MS = { process: 30 * 1000, worker: 10 * 1000 } as const;

/** Calls by number, over whatever carries them. */
export class Calls implements InspectorSession {
  readonly #send: (text: string) => void;
  readonly #answerMs: number;
  readonly #waiting = new Map<number, (message: Message) => void>();
  #last = 0;

  constructor(of: keyof typeof ANSWER_MS, send: (text: string) => void) {
    this.#send = send;
    this.#answerMs = ANSWER_MS[of];
  }

  async call(method: string, params: Params = {}): Promise<Reply> {
    this.#last += 1;
    const id = this.#last;
    const answered = new Promise<Message>((resolve) => void this.#waiting.set(id, resolve));
    const timer = setTimeout(() => this.#answer({ id, error: { message: 'no answer' } }), this.#answerMs);
    this.#send(JSON.stringify({ id, method, params }));
    const { result = {}, error } = await answered.finally(() => clearTimeout(timer));
    if (error !== undefined) throw new Error(`${method}: ${error.message}`);
    return result;
  }

  /** Returns an event, and undefined for the answer to a call. */
  receive(text: string): Message | undefined {
    const message = JSON.parse(text) as Message;
    if (message.id === undefined) return message;
    this.#answer(message);
    return undefined;
  }

  /** Nothing will be answered any more. */
  end(): void {
    for (const id of this.#waiting.keys())
      this.#answer({ id, error: { message: 'the connection was closed' } });
  }

  #answer(message: Message): void {
    const { id = 0 } = message;
    this.#waiting.get(id)?.(message);
    this.#waiting.delete(id);
  }
}

interface WorkerInfo {
  readonly workerId: string;
  readonly title: string;
  readonly url: string;
}

export interface InspectedWorker extends InspectorSession {
  readonly info: WorkerInfo;
}

/** The main thread of a process. */
export class ProcessSession implements InspectorSession {
  readonly #socket: WebSocket;
  readonly #calls: Calls;
  readonly #workers = new Map<string, { readonly info: WorkerInfo; readonly calls: Calls }>();
  readonly closed: Promise<unknown>;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    this.#calls = new Calls('process', (text) => socket.send(text));
    this.closed = once(socket, 'close').finally(() => this.#calls.end());
    socket.on('message', (data) => this.#receive(String(data)));
    socket.on('error', () => socket.terminate());
  }

  static async connect(url: string): Promise<ProcessSession> {
    const socket = new WebSocket(url, { perMessageDeflate: false });
    await once(socket, 'open');
    return new ProcessSession(socket);
  }

  call(method: string, params?: Params): Promise<Reply> {
    return this.#calls.call(method, params);
  }

  /** The worker threads that there are now. */
  async listWorkers(): Promise<InspectedWorker[]> {
    await this.call('NodeWorker.enable', { waitForDebuggerOnStart: false });
    return [...this.#workers.values()].map(({ info, calls }) => ({
      info,
      call: (method, params) => calls.call(method, params),
    }));
  }

  close(): void {
    this.#socket.terminate();
  }

  #receive(text: string): void {
    const { method, params = {} } = this.#calls.receive(text) ?? {};
    const sessionId = String(params.sessionId);
    if (method === 'NodeWorker.attachedToWorker') {
      const send = (message: string): void =>
        void this.call('NodeWorker.sendMessageToWorker', { sessionId, message }).catch(() => {});
      this.#workers.set(sessionId, {
        info: params.workerInfo as WorkerInfo,
        calls: new Calls('worker', send),
      });
    }
    if (method === 'NodeWorker.receivedMessageFromWorker')
      this.#workers.get(sessionId)?.calls.receive(String(params.message));
    if (method === 'NodeWorker.detachedFromWorker') this.#workers.get(sessionId)?.calls.end();
  }
}
