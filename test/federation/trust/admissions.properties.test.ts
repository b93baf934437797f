import fc from 'fast-check';
import { admissionsOf, coversText, type Admission, type ClaimText } from '../../../federation/trust/admissions';
import { parseTrustPolicy } from '../../../federation/trust/document';
import { evaluateTrust } from '../../../federation/trust/evaluate';
import { webIdentityRequest } from '../../../federation/trust/web-identity';
import { account, document, host, provider, statement } from '../support/cases';

const texts = ['a', 'A', 'ab', 'b', 'xb', 'a*', '*b', '?b', '*', `\${${host}:sub}`, '${*}'];
const operators = [
  'StringEquals',
  'stringlike',
  'ForAnyValue:StringLike',
  'ForAllValues:StringEquals',
  'StringLikeIfExists',
  'StringEqualsIgnoreCase',
  'StringNotEquals',
  'StringNotLike',
  'ArnLike',
];
const keys = [`${host}:sub`, `${host}:aud`, `${host}:SUB`, 'gitlab.com:sub', 'sts:RoleSessionName'];
const condition = fc.dictionary(
  fc.constantFrom(...operators),
  fc.dictionary(
    fc.constantFrom(...keys),
    fc.oneof(fc.constantFrom(...texts), fc.array(fc.constantFrom(...texts), { maxLength: 3 })),
    { minKeys: 1, maxKeys: 2 },
  ),
  { maxKeys: 3 },
);
const gitlab = `arn:aws:iam::${account}:oidc-provider/gitlab.com`;
const principal = fc.constantFrom<object>(
  { Principal: '*' },
  { Principal: { Federated: '*' } },
  { Principal: { AWS: '*' } },
  { Principal: { Federated: provider.arn } },
  { Principal: { Federated: [gitlab, provider.arn] } },
  { Principal: undefined, NotPrincipal: { Federated: gitlab } },
);
const action = fc.constantFrom<object>(
  {},
  { Action: 'sts:*' },
  { Action: ['sts:TagSession', 'STS:assumerolewith*'] },
  { Action: undefined, NotAction: 'sts:AssumeRole' },
);
const given = fc
  .tuple(principal, action, condition)
  .map(([who, what, Condition]) => statement({ ...who, ...what, Condition }));

const literal = (text: string): ClaimText => ({ text, isPattern: false });
const has = (wanted: readonly ClaimText[] | undefined, value: string): boolean =>
  wanted === undefined || wanted.some((each) => coversText(each, literal(value)));
const covers = ({ issuer, audiences, subjects }: Admission, aud: string, sub: string): boolean =>
  (issuer === '*' || issuer === host) && has(audiences, aud) && has(subjects, sub);

it('says of nobody whom STS would let in that he is kept out', () => {
  const claim = fc.constantFrom('a', 'A', 'ab', 'b', 'xb', 'aab');
  fc.assert(
    fc.property(fc.array(given, { minLength: 1, maxLength: 2 }), claim, claim, (statements, aud, sub) => {
      const text = document(...statements);
      const request = webIdentityRequest({ arn: provider.arn, issuer: `https://${host}` }, { sub }, aud);
      fc.pre(evaluateTrust(text, request).decision === 'granted');
      const trust = parseTrustPolicy(text);
      expect(trust !== undefined && admissionsOf(trust).some((each) => covers(each, aud, sub))).toBe(true);
    }),
    { numRuns: 2000 },
  );
});
