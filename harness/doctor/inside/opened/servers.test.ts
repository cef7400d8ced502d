import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compiled } from '../../../package-root.ts';
import { type OpenedSnapshot, SETTINGS_VARIABLE, type ThreadSnapshot } from '../../snapshot.ts';

/** 30 clients ask a server, which begins its answers as `listener` does, and then exits. */
const program = (listener: string, exit: string): string => `
const { createServer, get } = require('node:http');
const server = createServer((request, response) => { ${listener} });
server.listen(0, '127.0.0.1', async () => {
  const { port } = server.address();
  await Promise.all(Array.from({ length: 30 }, () => new Promise((received) => {
    const request = get({ port, host: '127.0.0.1', agent: false }, (response) => received(response.resume()));
    request.on('error', () => {});
  })));
  ${exit}
});`;

/** As soon as the doctor has written of it. */
const WHEN_TOLD = `
  const { readdirSync, readFileSync } = require('node:fs');
  const { folder } = JSON.parse(process.env.${SETTINGS_VARIABLE});
  const isTold = (file) => readFileSync(folder + '/' + file, 'utf8').includes('"stuck"');
  setInterval(() => { if (readdirSync(folder).some(isTold)) process.exit(); }, 50);`;

/** Longer than it takes until an answer is missed. */
const LATER = 'setTimeout(() => process.exit(), 1600);';

/** What the doctor has written last of what the server has accepted. */
function lookAt(listener: string, exit: string): readonly OpenedSnapshot[] {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-servers-'));
  try {
    const args = ['--require', compiled('harness/doctor/preload.cjs'), '-e', program(listener, exit)];
    execFileSync(process.execPath, args, {
      env: { ...process.env, [SETTINGS_VARIABLE]: JSON.stringify({ folder }) },
    });
    const snapshots = readdirSync(folder).map(
      (file): ThreadSnapshot => JSON.parse(readFileSync(join(folder, file), 'utf8')),
    );
    const opened = snapshots.sort((a, b) => b.sequence - a.sequence)[0]?.opened ?? [];
    return opened.filter(({ stuck }) => stuck !== undefined);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('responses that were begun and not ended are seen', () => {
  expect(lookAt("response.write('a part')", WHEN_TOLD)).toMatchObject([
    { stuck: 'not ended', streamClass: 'ServerResponse', open: 30 },
  ]);
});

test.each([
  ['an event stream', "response.writeHead(200, { 'Content-Type': 'text/event-stream' }).write(':\\n\\n')"],
  ['what was ended', "response.end('all')"],
  ['a response that goes on', "setInterval(() => response.write('a part'), 50)"],
])('%s does not wait for its end', (_name, listener) => {
  expect(lookAt(listener, LATER)).toEqual([]);
});
