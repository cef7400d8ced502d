/** As much of Jest as the matchers use, to try them without its 200 packages: tests run one after another. */
const matchers = {};
const hooks = { beforeEach: [], afterEach: [], afterAll: [] };
const tests = [];
const print = (line) => process.stdout.write(`${line}\n`);

const expect = (received) =>
  Object.fromEntries(
    Object.entries(matchers).map(([name, matcher]) => [
      name,
      async (...args) => {
        const { pass, message } = await matcher.call(
          { isNot: false, testPath: __filename },
          received,
          ...args,
        );
        if (!pass) throw new Error(message());
      },
    ]),
  );
expect.extend = (added) => Object.assign(matchers, added);

module.exports = {
  expect,
  jest: { setTimeout: (timeoutMs) => print(`timeout ${timeoutMs}`) },
  test: (name, act) => tests.push({ name, act }),
  ...Object.fromEntries(Object.keys(hooks).map((kind) => [kind, (hook) => hooks[kind].push(hook)])),
};

setImmediate(async () => {
  for (const { name, act } of tests) {
    try {
      for (const hook of hooks.beforeEach) await hook();
      await act();
      for (const hook of hooks.afterEach) await hook();
      print(`ok - ${name}`);
    } catch (error) {
      print(`not ok - ${name}: ${error.message}`);
    }
  }
  for (const hook of hooks.afterAll) await hook();
});
