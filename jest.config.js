/** Tests run in random order; a failing order is repeated with `npm test -- --seed=N`. */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  // They need a server: `npm run test:wire`.
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/wire/'],
  randomize: true,
  // Jest keeps one core free by itself; where there are two, that is half of them.
  maxWorkers: '100%',
  // A slow machine is no failure; a test that hangs is.
  testTimeout: 60_000,
  transform: {
    '^.+\\.[cm]?[jt]s$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  // jose is published as ECMAScript modules only.
  transformIgnorePatterns: ['/node_modules/(?!jose/)', '<rootDir>/dist/', '/schemas/generated/'],
};
