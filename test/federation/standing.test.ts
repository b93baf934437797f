import type { ReasonCode } from '../../federation/reasons';
import { isLive, keepsBinding } from '../../federation/standing';
import type { Verdict } from '../../federation/verdict';
import type { BindingRecord } from '../../federation/records';
import { account, githubPolicy, identityProvider, policy, role } from './support/cases';

const leave = (...codes: readonly ReasonCode[]): Verdict => ({
  kind: 'leave',
  reasons: codes.map((code) => ({ code, because: 'It is so.' })),
});
const refuse = (enforcement: 'audit' | 'enforce', ...codes: readonly ReasonCode[]): Verdict => ({
  ...leave(...codes),
  kind: 'refuse',
  policy: policy({ enforcement }),
});

const refuseOutside = (enforcement: 'audit' | 'enforce'): Verdict => ({
  ...leave('trust-statement-foreign'),
  kind: 'refuse',
  policy: githubPolicy({ enforcement }),
});

const record = (change: Partial<BindingRecord> = {}): BindingRecord => ({
  account,
  roleName: 'web-deployer',
  policy: 'workloads-prod',
  identityProvider: 'entra-prod',
  issuer: identityProvider.issuer,
  caller: 'own-application',
  uniqueName: `aws-${account}-web-deployer`,
  onDelete: 'retire',
  clientIds: [],
  audiences: [],
  state: 'bound',
  version: 1,
  updatedAt: '2027-01-04T08:00:00.000Z',
  ...change,
});

describe('keepsBinding', () => {
  it.each<[string, Verdict, boolean]>([
    ['no policy is for the role', leave('no-policy-matches'), false],
    ['the account is out of scope', leave('account-out-of-scope'), false],
    ['the statement is gone', leave('no-trust-statement'), false],
    ['the role is protected', leave('protected-role'), true],
    ['the trust policy cannot be read', leave('trust-unreadable'), true],
    ['a limit is broken', refuse('enforce', 'session-too-long'), false],
    ['the tag asks for what is not allowed', refuse('enforce', 'subject-not-allowed'), false],
    ['the declaration is for another policy', refuse('enforce', 'binding-policy-mismatch'), false],
    ['somebody else has a statement too', refuse('enforce', 'trust-statement-foreign'), true],
    ['that, and a limit is broken', refuse('enforce', 'trust-statement-foreign', 'session-too-long'), false],
    ['a limit is broken, and the policy only reports', refuse('audit', 'session-too-long'), true],
    ['it is revoked', refuse('enforce', 'binding-revoked'), true],
    ['its policy is for an outside issuer by now', leave('trust-within-policy'), false],
    ['that, and it only reports', leave('trust-within-policy', 'enforcement-audit'), true],
    ['that, and the role has no such statement', leave('no-trust-statement', 'enforcement-audit'), true],
    ['it is beyond a policy for an outside issuer', refuseOutside('enforce'), false],
    ['that, and it only reports', refuseOutside('audit'), true],
  ])('%s: %s', (_what, verdict, keeps) => {
    expect(keepsBinding(role(), verdict, record(), false)).toBe(keeps);
  });

  it.each<[string, Partial<BindingRecord>, boolean]>([
    ['as it is', {}, true],
    ['another policy', { policy: 'other' }, false],
    ['another caller', { caller: 'shared', uniqueName: 'aws-shared-x' }, false],
    ['another audience', { audienceUniqueName: `aws-${account}` }, false],
    ['other outside jobs', { credentials: ['subject-1'] }, false],
  ])('a foreign statement keeps no binding that the policy names no more: %s', (_what, change, keeps) => {
    const verdict = refuse('enforce', 'trust-statement-foreign');
    expect(keepsBinding(role(), verdict, record(change), false)).toBe(keeps);
  });

  it('never lets a revoked binding go', () => {
    expect(keepsBinding(role(), leave('no-policy-matches'), record({ state: 'revoked' }), false)).toBe(true);
  });

  it('lets a declared binding wait for its statement', () => {
    expect(keepsBinding(role(), leave('no-trust-statement'), record(), true)).toBe(true);
  });
});

describe('isLive', () => {
  it('is everything but what is closed', () => {
    expect([isLive(undefined), isLive({ state: 'unbound' }), isLive({ state: 'gone' })]).toEqual([false, false, true]);
  });
});
