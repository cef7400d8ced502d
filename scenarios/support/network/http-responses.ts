import { once } from 'node:events';
import { type ClientRequest, get, type IncomingMessage } from 'node:http';

/** Resolves with the response to a request, as soon as its headers have arrived; rejects if the request fails. */
export async function responseOf(request: ClientRequest, signal: AbortSignal): Promise<IncomingMessage> {
  const [response] = (await once(request, 'response', { signal })) as [IncomingMessage];
  return response;
}

/** Sends a request over a connection of its own, and reads all of the response. */
export async function requestAndRead(port: number, signal: AbortSignal): Promise<void> {
  const response = await responseOf(get({ port, host: '127.0.0.1', agent: false }), signal);
  await once(response.resume(), 'end', { signal });
}
