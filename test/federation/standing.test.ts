import type { ReasonCode } from '../../federation/reasons';
import { isLive, keepsBinding } from '../../federation/standing';
import type { Verdict } from '../../federation/verdict';
import { policy } from './support/cases';

const leave = (...codes: readonly ReasonCode[]): Verdict => ({
  kind: 'leave',
  reasons: codes.map((code) => ({ code, because: 'It is so.' })),
});
const refuse = (enforcement: 'audit' | 'enforce', ...codes: readonly ReasonCode[]): Verdict => ({
  ...leave(...codes),
  kind: 'refuse',
  policy: policy({ enforcement }),
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
  ])('%s: %s', (_what, verdict, keeps) => {
    expect(keepsBinding(verdict, false)).toBe(keeps);
  });

  it('lets a declared binding wait for its statement', () => {
    expect(keepsBinding(leave('no-trust-statement'), true)).toBe(true);
  });
});

describe('isLive', () => {
  it('is everything but what is closed', () => {
    expect([isLive(undefined), isLive({ state: 'unbound' }), isLive({ state: 'gone' })]).toEqual([false, false, true]);
  });
});
