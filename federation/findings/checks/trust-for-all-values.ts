import { parseOperatorName } from '../../trust/operators';
import { ofWebIdentityStatements } from '../reading';
import type { Check } from '../finding';

export const trustForAllValues: Check = {
  id: 'trust-for-all-values',
  severity: 'high',
  meaning:
    'A condition with `ForAllValues` also holds for a token without the claim, and for an issuer that does not send it.',
  remedy: 'Take `ForAllValues:` away: the claims of a web identity token have one value each.',
  find: (examined) =>
    ofWebIdentityStatements(examined, (statement, index) =>
      statement.comparisons
        .filter(({ operator, key }) => parseOperatorName(operator).set === 'all' && !/^(aws|sts):/i.test(key))
        .map(({ operator, key }) => `Statement ${index} has ${operator} on ${key}.`),
    ),
};
