import { fileOf } from '../../../scripts/histories/file-of';
import { judge } from '../../../simulation/histories';
import { sampleGround } from './ground';

/** `npm test` plays so many histories; `npm run test:histories` 10,000, on every core. */
const histories = 500;

/** The tests share them, so that each core has some. */
const shares = 4;

/** The test of one share, counted from 0. */
export const keepInvariants = (share: number): void => {
  it(`keeps every invariant in ${histories / shares} of ${histories} histories`, async () => {
    for (let seed = 1 + share; seed <= histories; seed += shares) {
      const failing = await judge(seed, sampleGround());
      // The smallest scenario like the one that fails: saved to a file, `oidc-factory rehearse` plays it again.
      expect(failing && fileOf(failing).text).toBeUndefined();
    }
  }, 600_000);
};
