/** Prints the file that Node loads of a peer, for a child that is run by hand: it has no parent that compiles one. */
import { findPeerModule } from './peer-modules.ts';

try {
  process.stdout.write(await findPeerModule(process.argv[2] ?? ''));
} catch (error) {
  process.stderr.write(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
