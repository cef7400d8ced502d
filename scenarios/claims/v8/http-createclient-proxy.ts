import http from 'node:http';
import { defineScenario } from '../../../harness/scenario.ts';

export default defineScenario({
  name: 'http-createclient-proxy',
  claim: {
    statement: 'A proxy is made with http.createClient() and its response event.',
    source: ['002'],
    rule: ({ recorded: { hasClient, hasRequest } }) => ({
      verdict: hasClient === 1 ? 'true' : 'false',
      reading: `http.createClient is ${hasClient === 1 ? 'a function' : 'undefined'}; http.request ${hasRequest === 1 ? 'is a function' : 'is undefined'}`,
    }),
  },
  run({ record }) {
    record('hasClient', Number('createClient' in http && typeof http.createClient === 'function'));
    record('hasRequest', Number(typeof http.request === 'function'));
  },
});
