/** The lock file installs everywhere, and an installation is small. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../package-root.ts';

interface LockedPackage {
  readonly version?: string;
  readonly integrity?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly devOptional?: boolean;
  readonly peer?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** The packages that come with tidemark, without the binary of esbuild and optional ones. */
const MAX_PACKAGES = 26;

const readJson = (file: string) => JSON.parse(readFileSync(join(packageRoot, file), 'utf8'));
const { '': root, ...packages }: Readonly<Record<string, LockedPackage>> =
  readJson('package-lock.json').packages;
const { dependencies, devDependencies, peerDependencies, peerDependenciesMeta } = readJson('package.json');

test('the packages of every platform are locked: without them npm ci fails on the others', () => {
  const paths = Object.keys(packages);
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !paths.some((other) => other.endsWith(`node_modules/${name}`)))
      .map((name) => `${name} of ${path}`),
  );
  expect(missing).toEqual([]);
});

test('every package has an integrity hash', () => {
  expect(Object.entries(packages).filter(([, { integrity }]) => integrity === undefined)).toEqual([]);
});

test('the lock file matches package.json', () => {
  expect(root).toMatchObject({ dependencies, devDependencies, peerDependencies });
});

test('versions are exact, except those of peer dependencies', () => {
  for (const version of Object.values({ ...dependencies, ...devDependencies })) {
    expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  }
  expect(Object.keys(peerDependenciesMeta)).toEqual(Object.keys(peerDependencies));
  for (const { optional } of Object.values<{ optional: boolean }>(peerDependenciesMeta))
    expect(optional).toBe(true);
  // The tests use them.
  expect(Object.keys(devDependencies)).toEqual(expect.arrayContaining(Object.keys(peerDependencies)));
});

test('an installation brings few packages', () => {
  const installed = Object.entries(packages).filter(
    ([, { dev, optional, devOptional, peer }]) => !(dev || optional || devOptional || peer),
  );
  expect(installed.map(([path]) => path)).toContain('node_modules/yargs');
  expect(installed.length).toBeLessThanOrEqual(MAX_PACKAGES);
});
