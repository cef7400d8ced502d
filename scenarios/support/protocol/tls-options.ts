/** TLS with a shared key: encrypted as any other connection, without certificates. It is TLS 1.2 that Node offers it in. */
export const tlsOptions = {
  ciphers: 'PSK',
  minVersion: 'TLSv1.2',
  maxVersion: 'TLSv1.2',
} as const;

export const SHARED_KEY = Buffer.alloc(16, 'key of a benchmark');
