/* global require */
const shared = require('./jest.config.js');

/** The wire tests; `npm run test:wire` starts the server that they speak to. */
module.exports = {
  ...shared,
  roots: ['<rootDir>/test/wire'],
  testPathIgnorePatterns: ['/node_modules/'],
  // One server for all of them, and one test turns its access control on.
  maxWorkers: 1,
  testTimeout: 30_000,
};
