import { choice } from '../../../harness/scenario.ts';

/** How a Buffer comes into being, and nothing more: what is in it is not looked at. `reuse` is always the same one. */
export const strategies = choice(['alloc', 'allocUnsafe', 'allocUnsafeSlow', 'from', 'reuse']);

export function allocator(strategy: (typeof strategies)['values'][number], size: number): () => Buffer {
  const source = Buffer.alloc(size, 1);
  switch (strategy) {
    case 'alloc':
      return () => Buffer.alloc(size);
    case 'allocUnsafe':
      return () => Buffer.allocUnsafe(size);
    case 'allocUnsafeSlow':
      return () => Buffer.allocUnsafeSlow(size);
    case 'from':
      return () => Buffer.from(source);
    case 'reuse':
      return () => source;
  }
}
