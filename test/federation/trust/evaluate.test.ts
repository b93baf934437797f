import { evaluateTrust, type TrustPrincipal, type TrustRequest } from '../../../federation/trust/evaluate';
import { account, audience, document, host, provider, statement, subject, type Json } from '../support/cases';

const federated: TrustPrincipal = { kind: 'federated', arn: provider.arn };
const caller: TrustPrincipal = { kind: 'aws', account, arn: `arn:aws:iam::${account}:role/ci/web` };
const lambda: TrustPrincipal = { kind: 'service', name: 'lambda.amazonaws.com' };

const ask = (principal: TrustPrincipal, statements: readonly Json[], change: Partial<TrustRequest> = {}) =>
  evaluateTrust(document(...statements), {
    action: principal.kind === 'federated' ? 'sts:AssumeRoleWithWebIdentity' : 'sts:AssumeRole',
    principal,
    context: { [`${host}:aud`]: [audience], [`${host}:sub`]: [subject] },
    ...change,
  });

const allow = (change: Json): Json => statement({ Condition: undefined, ...change });
const deny = (change: Json): Json => allow({ Effect: 'Deny', ...change });
const without = { Principal: undefined };

describe('principals', () => {
  it.each<readonly [string, TrustPrincipal, Json, boolean]>([
    ['the provider', federated, {}, true],
    ['one of several providers', federated, { Principal: { Federated: ['x', provider.arn] } }, true],
    ['the provider without its slash', federated, { Principal: { Federated: provider.arn.slice(0, -1) } }, false],
    ['a pattern of providers', federated, { Principal: { Federated: provider.arn.replace(account, '*') } }, false],
    ['the provider as an AWS principal', federated, { Principal: { AWS: provider.arn } }, false],
    ['everybody', federated, { Principal: '*' }, true],
    ['every AWS principal, which is everybody', federated, { Principal: { AWS: '*' } }, true],
    ['every federated principal', federated, { Principal: { Federated: ['*'] } }, true],
    ['nobody', federated, { Principal: {} }, false],
    ['everybody but another', federated, { ...without, NotPrincipal: { AWS: account } }, true],
    ['everybody but the provider', federated, { ...without, NotPrincipal: { Federated: provider.arn } }, false],
    ['everybody but everybody', federated, { ...without, NotPrincipal: '*' }, false],
    ['the account', caller, { Principal: { AWS: account }, Action: 'sts:AssumeRole' }, true],
    ['the root', caller, { Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'sts:AssumeRole' }, true],
    ['something called root', caller, { Principal: { AWS: `arn:aws:s3::${account}:root` }, Action: 'sts:*' }, false],
    ['another account', caller, { Principal: { AWS: '555555555555' }, Action: 'sts:AssumeRole' }, false],
    ['the role', caller, { Principal: { AWS: [caller.arn] }, Action: 'sts:AssumeRole' }, true],
    ['a pattern of roles', caller, { Principal: { AWS: `arn:aws:iam::${account}:role/*` }, Action: 'sts:*' }, false],
    ['everybody', caller, { Principal: '*', Action: 'sts:AssumeRole' }, true],
    ['a service', lambda, { Principal: { Service: lambda.name }, Action: 'sts:AssumeRole' }, true],
    ['another service', lambda, { Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }, false],
    ['a service for an account', caller, { Principal: { Service: lambda.name }, Action: 'sts:AssumeRole' }, false],
  ])('%s', (_what, principal, change, granted) => {
    expect(ask(principal, [allow(change)]).decision).toBe(granted ? 'granted' : 'denied');
  });
});

describe('actions', () => {
  it.each<readonly [Json, boolean]>([
    [{ Action: 'sts:AssumeRoleWithWebIdentity' }, true],
    [{ Action: ['sts:TagSession', 'sts:assumerolewithwebidentity'] }, true],
    [{ Action: 'sts:*' }, true],
    [{ Action: '*' }, true],
    [{ Action: 'sts:AssumeRoleWith???Identity' }, true],
    [{ Action: 'sts:AssumeRole' }, false],
    [{ Action: 'sts:TagSession' }, false],
    [{ Action: [] }, false],
    [{ Action: undefined, NotAction: 'sts:AssumeRole' }, true],
    [{ Action: undefined, NotAction: ['sts:TagSession', 'sts:AssumeRoleWith*'] }, false],
  ])('%j: %s', (change, granted) => {
    expect(ask(federated, [allow(change)]).decision).toBe(granted ? 'granted' : 'denied');
  });
});

describe('statements', () => {
  const other = { StringEquals: { [`${host}:aud`]: 'another' } };
  const unknown = { IpAddressAlike: { 'aws:SourceIp': '10.0.0.0/8' } };
  it.each<readonly [string, readonly Json[], boolean]>([
    ['none', [], false],
    ['an Allow', [allow({})], true],
    ['an Allow whose condition fails', [allow({ Condition: other })], false],
    ['a second Allow', [allow({ Condition: other }), allow({})], true],
    ['a Deny only', [deny({})], false],
    ['a Deny after an Allow', [allow({}), deny({})], false],
    ['a Deny before an Allow', [deny({}), allow({})], false],
    ['a Deny whose condition fails', [allow({}), deny({ Condition: other })], true],
    ['a Deny for others', [allow({}), deny({ Principal: { AWS: '*' }, Action: 'sts:AssumeRole' })], true],
    ['a Deny for everybody but others', [allow({}), deny({ ...without, NotPrincipal: { AWS: account } })], false],
    ['an Allow with an operator that is not known', [allow({ Condition: unknown })], false],
    ['a Deny with an operator that is not known', [allow({}), deny({ Condition: unknown })], false],
    [
      'a Deny with one that is not known and one that fails',
      [allow({}), deny({ Condition: { ...unknown, ...other } })],
      true,
    ],
  ])('%s', (_what, statements, granted) => {
    expect(ask(federated, statements).decision).toBe(granted ? 'granted' : 'denied');
  });

  it('says which statement grants', () => {
    expect(ask(federated, [allow({ Condition: other }), allow({})])).toEqual({ decision: 'granted', statement: 1 });
  });

  it('says which condition refuses a stranger', () => {
    const Condition = { StringEquals: { [`${host}:aud`]: audience, [`${host}:sub`]: 'somebody' } };
    expect(ask(federated, [deny({ Action: 'sts:AssumeRole' }), allow({ Condition })])).toMatchObject({
      decision: 'denied',
      statement: 1,
      because: `StringEquals ${host}:sub wants somebody; the request has ${subject}.`,
      condition: { key: `${host}:sub`, got: [subject], wanted: ['somebody'], holds: false },
    });
  });

  it('says that a statement denies', () => {
    expect(ask(federated, [allow({}), deny({})])).toEqual({
      decision: 'denied',
      because: 'A statement denies it.',
      statement: 1,
    });
  });

  it('is denied by what is no policy', () => {
    const request = { action: 'sts:AssumeRole', principal: caller, context: {} };
    expect(evaluateTrust('{', request).decision).toBe('denied');
  });

  it('takes variables for text in the older version of the language', () => {
    const Condition = { StringEquals: { [`${host}:sub`]: `\${${host}:sub}` } };
    const request: TrustRequest = {
      action: 'sts:AssumeRoleWithWebIdentity',
      principal: federated,
      context: { [`${host}:sub`]: [subject] },
    };
    const inVersion = (Version: string) =>
      evaluateTrust(JSON.stringify({ Version, Statement: allow({ Condition }) }), request).decision;
    expect(inVersion('2012-10-17')).toBe('granted');
    expect(inVersion('2008-10-17')).toBe('denied');
  });
});
