// What a worker sees of its environment and of its own class.
import { isMainThread, SHARE_ENV, Worker, workerData } from 'node:worker_threads';

class Own extends Worker {}

if (isMainThread) {
  const forms = [
    {},
    { env: { A: '1' } },
    { env: { A: '1', NODE_OPTIONS: '--no-warnings' } },
    { env: SHARE_ENV },
  ];
  for (const form of forms) {
    const worker = new Own(new URL(import.meta.url), {
      ...form,
      execArgv: [],
      workerData: form.env !== SHARE_ENV,
    });
    await new Promise((resolve) => worker.on('exit', resolve));
  }
  console.log(Worker.name, Worker.length, Object.keys(Worker.prototype), Object.getOwnPropertyNames(Worker));
  try {
    new Worker('no.js', { env: 7 });
  } catch (error) {
    console.log(error.code, error.message);
  }
} else {
  const { TIDEMARK_DOCTOR: _own, NODE_OPTIONS: options = '', ...others } = process.env;
  console.log(Object.keys(others).length, options.includes('--no-warnings'), workerData);
}
