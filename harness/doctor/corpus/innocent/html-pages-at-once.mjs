// Ten clients at once get a page, three times: each page is written in one turn, and ended.
import { once } from 'node:events';
import { createServer } from 'node:http';

const rows = Array.from({ length: 4000 }, (_, row) => `<tr><td>${row}</td><td>${'t'.repeat(110)}</td></tr>`);
const server = createServer((_request, response) => {
  for (const row of rows) response.write(row);
  response.end();
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const load = async () => (await fetch(`http://127.0.0.1:${server.address().port}`)).text();
for (let round = 0; round < 3; round += 1) await Promise.all(Array.from({ length: 10 }, load));
server.close();
server.closeAllConnections();
