import type { SetupContext } from '../../harness/scenario.ts';
import { type Accepted, acceptPeer } from './accept-peer.ts';
import { writeDataFile } from './data-file.ts';

interface LeavingParameters {
  readonly highWaterMark: number;
  readonly clients: number;
  readonly volume: number;
}

/** A file of `volume` bytes, and clients that have requested it and will leave after its first bytes. */
export async function acceptLeavingClients({
  parameters: { highWaterMark, clients, volume },
  tempDir,
  startPeer,
}: SetupContext<LeavingParameters>): Promise<Accepted & { readonly path: string }> {
  const path = await writeDataFile(tempDir, volume);
  const accepted = await acceptPeer({
    highWaterMark,
    requests: clients,
    startClient: (port) =>
      startPeer(new URL('../peers/leaving-clients.ts', import.meta.url), { port, clients }),
  });
  return { ...accepted, path };
}
