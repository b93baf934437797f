import { decideAssumption } from '../../../federation/trust/web-identity';
import type { UsualCause } from '../../../federation/trust/usual-causes';
import type { WebIdentityClaims } from '../../../schemas/generated/tokens/web-identity-claims.types';

const tenant = '8a7b6c5d-0000-4000-8000-1234567890ab';
const clientId = '11111111-0000-4000-8000-abcdefabcdef';
const subject = '22222222-0000-4000-8000-abcdefabcdef';
const entra = `sts.windows.net/${tenant}/`;
const role = { partition: 'aws', account: '444444444444' } as const;
const now = new Date('2027-01-04T08:00:00Z');
const seconds = now.getTime() / 1000;
const token: WebIdentityClaims = { iss: `https://${entra}`, sub: subject, aud: clientId, exp: seconds + 3600 };

const statement = (issuer: string, condition: unknown): Record<string, unknown> => ({
  Effect: 'Allow',
  Principal: { Federated: `arn:aws:iam::444444444444:oidc-provider/${issuer}` },
  Action: 'sts:AssumeRoleWithWebIdentity',
  Condition: condition,
});
const trust = (...statements: readonly unknown[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });
const pin = (aud: string, sub: string, issuer = entra) =>
  statement(issuer, { StringEquals: { [`${issuer}:aud`]: aud, [`${issuer}:sub`]: sub } });
const pinned = (...pins: Parameters<typeof pin>): string => trust(pin(...pins));
const decide = (policy: string, claims: Partial<WebIdentityClaims> = {}) =>
  decideAssumption(role, policy, { ...token, ...claims }, now);

describe('decideAssumption', () => {
  it('grants what a statement admits, and says which', () => {
    const policy = trust(statement('other.example.com', {}), pin(clientId, subject));
    expect(decide(policy)).toEqual({ decision: 'granted', statement: 1, audience: clientId });
  });

  it('takes a token with several audiences by the one that fits', () => {
    expect(decide(pinned(clientId, subject), { aud: ['x', clientId] })).toMatchObject({
      decision: 'granted',
      audience: clientId,
    });
  });

  it('looks at the party that a token was issued to, and not at its audience, where it names one', () => {
    expect(decide(pinned(clientId, subject), { aud: clientId, azp: 'somebody-else' })).toMatchObject({
      decision: 'denied',
      condition: { key: `${entra}:aud`, got: ['somebody-else'] },
    });
  });

  it.each<[string, Partial<WebIdentityClaims>, RegExp]>([
    ['has ended', { exp: seconds }, /expired, at 2027-01-04T08:00:00\.000Z/],
    ['has not begun', { nbf: seconds + 1 }, /valid from 2027-01-04T08:00:01\.000Z/],
    ['has an end that is no date', { exp: -1e300 }, /expired/],
  ])('denies a token that %s, whatever the trust policy says', (_what, claims, because) => {
    const answer = decide(pinned(clientId, subject), claims);
    expect(answer).toMatchObject({ decision: 'denied', check: 'expiry' });
    expect(answer.decision === 'denied' && answer.because).toMatch(because);
  });

  it('denies a token whose provider is in another account', () => {
    const policy = pinned(clientId, subject).replace('444444444444', '555555555555');
    expect(decide(policy)).toMatchObject({
      decision: 'denied',
      because: 'No statement names the principal and the action.',
    });
  });

  it('names the deciding condition with both sides of it', () => {
    expect(decide(pinned(clientId, subject), { sub: 'x' })).toMatchObject({
      decision: 'denied',
      check: 'trust',
      statement: 0,
      condition: { operator: 'StringEquals', key: `${entra}:sub`, wanted: [subject], got: ['x'] },
    });
  });
});

describe('the usual cause', () => {
  const v2 = `login.microsoftonline.com/${tenant}/v2.0`;
  const github = 'token.actions.githubusercontent.com';
  const repository = (operator: string, wanted: string) =>
    trust(statement(github, { [operator]: { [`${github}:aud`]: 'sts.amazonaws.com', [`${github}:sub`]: wanted } }));
  const job = { iss: `https://${github}`, aud: 'sts.amazonaws.com', sub: 'repo:acme/web:ref:refs/heads/main' };

  it.each<[UsualCause['id'] | undefined, string, string, Partial<WebIdentityClaims>]>([
    ['token-version', 'a v2 token for a v1 provider', pinned(clientId, subject), { iss: `https://${v2}` }],
    ['token-version', 'a v1 token for a v2 provider', pinned(clientId, subject, v2), {}],
    [
      'other-tenant',
      'a token of another tenant',
      pinned(clientId, subject),
      { iss: 'https://sts.windows.net/99999999-0000-4000-8000-1234567890ab/' },
    ],
    ['trailing-slash', 'a provider without the slash', pinned(clientId, subject, entra.slice(0, -1)), {}],
    [
      'trailing-slash',
      'condition keys without the slash',
      trust(statement(entra, { StringEquals: { [`${entra.slice(0, -1)}:aud`]: clientId } })),
      {},
    ],
    ['not-bound-yet', 'the placeholder', pinned('oidc-factory-pending', subject), {}],
    ['audience-form', 'an App ID URI for a client id', pinned(clientId, subject), { aud: `api://${tenant}/aws-1-web` }],
    ['audience-form', 'a client id for an App ID URI', pinned(`api://${tenant}/aws-1-web`, subject), {}],
    ['wrong-subject', 'another service principal', pinned(clientId, subject), { sub: clientId }],
    ['wrong-subject', 'another branch', repository('StringLike', 'repo:acme/web:ref:refs/heads/release-*'), job],
    ['wildcard-in-equals', 'a wildcard that is none', repository('StringEquals', 'repo:acme/web:*'), job],
    ['wildcard-in-equals', 'a wildcard in a set', repository('ForAnyValue:StringEquals', 'repo:acme/web:*'), job],
    [undefined, 'a Deny that holds', trust(pin(clientId, subject), { ...pin(clientId, subject), Effect: 'Deny' }), {}],
    [
      undefined,
      'a Deny for everybody',
      trust(pin(clientId, subject, entra.slice(0, -1)), { Effect: 'Deny', Principal: '*', Action: 'sts:*' }),
      {},
    ],
    [undefined, 'another client id', pinned(subject, subject), {}],
    [undefined, 'an issuer that is not named', pinned(clientId, subject), job],
    [
      undefined,
      'a condition on something else',
      trust(statement(entra, { Bool: { 'aws:SecureTransport': 'true' } })),
      {},
    ],
  ])('is %s for %s', (id, _what, policy, claims) => {
    const answer = decide(policy, claims);
    expect(answer.decision).toBe('denied');
    expect(answer.decision === 'denied' ? answer.cause?.id : 'granted').toBe(id);
  });
});
