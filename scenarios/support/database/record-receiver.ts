import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { SetupContext } from '../../../harness/scenario.ts';
import { type Database, openRecordStore } from './open-record-store.ts';
import type { RecordStream } from './record-frames.ts';
import type { RecordStore } from './record-store.ts';

interface ReceiverParameters extends RecordStream {
  readonly database: Database;
  readonly highWaterMark: number;
}

export interface RecordReceiver {
  readonly store: RecordStore;
  readonly server: Server;
  /** The connection to the sender. Paused: data that arrives before it is read waits in the kernel. */
  readonly socket: Socket;
}

/** Opens the store, listens, starts a sender of records in another process, and waits until it has connected. */
export async function openReceiver(context: SetupContext<ReceiverParameters>): Promise<RecordReceiver> {
  const { parameters, tempDir, startPeer } = context;
  const { database, highWaterMark, recordSize, volume } = parameters;
  const store = await openRecordStore(database, tempDir);
  const server = createServer({ highWaterMark, pauseOnConnect: true }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  startPeer(new URL('../../peers/record-sender.ts', import.meta.url), { port, recordSize, volume });
  const [socket] = (await once(server, 'connection')) as [Socket];
  return { store, server, socket };
}

export async function closeReceiver({ store, server, socket }: RecordReceiver): Promise<void> {
  socket.destroy();
  server.close();
  await store.close();
}
