import { choice } from '../../../harness/scenario.ts';

/** How a Buffer is allocated; its content does not matter. `reuse` always returns the same Buffer. */
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
