/**
 * The process outside of the context in which a test runner evaluates a file: its modules are Node's own, whatever the
 * test has mocked, and its clock is real.
 */
import { runInThisContext } from 'node:vm';

export const outerProcess = runInThisContext('process') as NodeJS.Process;
export const outerGlobal = runInThisContext('globalThis') as Record<symbol, unknown>;
