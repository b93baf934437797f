import { isKnownIssuer, ofAdmissions } from '../reading';
import type { Check } from '../finding';

export const trustUnknownIssuer: Check = {
  id: 'trust-unknown-issuer',
  severity: 'high',
  meaning: 'A role trusts an issuer that is neither managed nor known.',
  remedy: 'Find out whose it is. Add it to `identityProviders` where it is wanted, or take the statement out.',
  find: (examined) =>
    ofAdmissions(examined, ({ issuer, statement }) =>
      issuer === '*' || isKnownIssuer(issuer, examined.policy) ? [] : [`Statement ${statement} trusts ${issuer}.`],
    ),
};
