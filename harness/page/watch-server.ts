/** Shows a page while it changes: a server that only this machine can reach, and that answers only to its own name. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LIVE_STATE, type LiveState } from '../report/html/live.ts';

const LOOPBACK = '127.0.0.1';
/** A page that is open asks this often, and once more after that it is taken for closed. */
const IS_OPEN_MS = 10 * 1000;

export class WatchServer {
  readonly #server: Server;
  readonly #port: number;
  readonly #now: () => number;
  #page: string;
  #state: LiveState = { version: 1, isDone: false };
  #askedAtMs = Number.NEGATIVE_INFINITY;
  #onLastPage: (() => void) | undefined;

  private constructor(server: Server, page: string, now: () => number) {
    this.#server = server;
    this.#page = page;
    this.#now = now;
    this.#port = (server.address() as AddressInfo).port;
    // A program that fails is not kept alive by it.
    server.unref();
    server.on('request', (request, response) => this.#answer(request, response));
  }

  static async open(page: string, now: () => number = () => performance.now()): Promise<WatchServer> {
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, LOOPBACK, resolve);
    });
    return new WatchServer(server, page, now);
  }

  get address(): string {
    return `http://${LOOPBACK}:${this.#port}/`;
  }

  /** Whether a browser has asked lately: for nobody, nothing needs to be drawn. */
  get isOpen(): boolean {
    return this.#now() - this.#askedAtMs < IS_OPEN_MS;
  }

  show(page: string): void {
    this.#page = page;
    this.#state = { ...this.#state, version: this.#state.version + 1 };
  }

  /** Waits until a page that is open has got the last one, or for a few seconds. */
  async close(lastPage: string): Promise<void> {
    this.show(lastPage);
    this.#state = { ...this.#state, isDone: true };
    if (this.isOpen) await this.#waitForLastPage();
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #waitForLastPage(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, IS_OPEN_MS / 2);
      this.#onLastPage = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #answer({ method, url, headers }: IncomingMessage, response: ServerResponse): void {
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
    response.setHeader('Referrer-Policy', 'no-referrer');
    // A site of somebody else, whose name leads to this machine, sends its own.
    const hosts = [LOOPBACK, 'localhost'].map((name) => `${name}:${this.#port}`);
    if (!hosts.includes(headers.host ?? '')) refuse(response, 403, 'this address has another name');
    else if (method !== 'GET' && method !== 'HEAD') refuse(response, 405, 'only GET and HEAD');
    else if (url === '/') this.#sendPage(response);
    else if (url === LIVE_STATE) this.#sendState(response);
    else refuse(response, 404, 'there is nothing here');
  }

  #sendPage(response: ServerResponse): void {
    this.#askedAtMs = this.#now();
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    const { isDone } = this.#state;
    response.end(this.#page, () => {
      if (isDone) this.#onLastPage?.();
    });
  }

  #sendState(response: ServerResponse): void {
    this.#askedAtMs = this.#now();
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify(this.#state));
  }
}

function refuse(response: ServerResponse, status: number, why: string): void {
  response.statusCode = status;
  response.setHeader('Content-Type', 'text/plain; charset=utf-8');
  response.end(`${why}\n`);
}
