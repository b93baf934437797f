import type { PolicyLimits } from '../../federation/compiled-policy';
import { asksForSessionDuration, brokenLimits } from '../../federation/limits';
import { account, facts, freeRole, policy, role } from './support/cases';

const aws = (name: string): string => `arn:aws:iam::aws:policy/${name}`;
const own = (name: string): string => `arn:aws:iam::${account}:policy/${name}`;
const codesOf = (limits: Partial<PolicyLimits>, of = role()): readonly string[] =>
  brokenLimits(policy({ limits: { requirePermissionsBoundary: false, ...limits } }), of, facts).map(({ code }) => code);

describe('how long sessions may last', () => {
  const { maxSessionDurationSeconds: _, ...unread } = role();

  it('is not kept where nobody has read it', () => {
    expect(codesOf({ maxSessionDurationSeconds: 3600 }, unread)).toEqual(['session-duration-unknown']);
    expect(codesOf({}, unread)).toEqual([]);
  });

  it('is asked for where some policy limits it', () => {
    const limited = policy({ limits: { requirePermissionsBoundary: false, maxSessionDurationSeconds: 3600 } });
    const free = policy({ limits: { requirePermissionsBoundary: false } });
    expect([asksForSessionDuration([free, limited]), asksForSessionDuration([free])]).toEqual([true, false]);
  });
});

describe('permissions boundaries', () => {
  it.each<readonly [boundary: string, wanted: readonly string[], isWanted: boolean]>([
    [own('ci-boundary'), ['ci-boundary'], true],
    [own('ci-boundary'), ['other', 'ci-*'], true],
    [own('ci/boundary'), ['ci/boundary'], true],
    [own('ci/boundary'), ['boundary'], false],
    [aws('PowerUserAccess'), ['PowerUserAccess'], true],
    ['arn:aws:iam::999999999999:policy/ci-boundary', ['ci-boundary'], false],
    ['arn:aws:iam::999999999999:policy/ci-boundary', ['arn:aws:iam::999999999999:policy/ci-*'], true],
    [own('ci-boundary-2'), ['ci-boundary'], false],
  ])('%s among %j: %s', (permissionsBoundary, permissionsBoundaries, isWanted) => {
    const codes = codesOf({ permissionsBoundaries }, role({ permissionsBoundary }));
    expect(codes).toEqual(isWanted ? [] : ['permissions-boundary-not-allowed']);
  });

  it('one is wanted where some are named, though none is required otherwise', () => {
    expect(codesOf({ permissionsBoundaries: ['x'] }, freeRole())).toEqual(['permissions-boundary-missing']);
  });
});

describe('managed policies that are allowed', () => {
  it.each<readonly [arn: string, allowed: readonly string[], isAllowed: boolean]>([
    [aws('ReadOnlyAccess'), ['ReadOnlyAccess'], true],
    [aws('job-function/ViewOnlyAccess'), ['job-function/*'], true],
    [aws('job-function/ViewOnlyAccess'), ['ViewOnlyAccess'], false],
    [own('ReadOnlyAccess'), ['ReadOnlyAccess'], false],
    [own('ci/ReadOnlyAccess'), ['*'], false],
    ['arn:aws:iam::999999999999:policy/ReadOnlyAccess', ['ReadOnlyAccess'], false],
    [own('ci-deploy'), [own('ci-*')], true],
    [own('ci-deploy'), ['arn:aws:iam::*:policy/ci-deploy'], true],
    [own('x/ci-deploy'), ['arn:aws:iam::*:policy/*'], false],
    [own('oidc-factory-revoked-sessions'), ['ReadOnlyAccess'], true],
    ['arn:aws:iam::999999999999:policy/oidc-factory-revoked-sessions', ['ReadOnlyAccess'], false],
  ])('%s with %j allowed: %s', (arn, allowedManagedPolicies, isAllowed) => {
    const codes = codesOf({ allowedManagedPolicies }, role({ managedPolicies: [arn] }));
    expect(codes).toEqual(isAllowed ? [] : ['managed-policy-not-allowed']);
  });
});

describe('managed policies that are banned', () => {
  it.each<readonly [arn: string, banned: readonly string[], isBanned: boolean]>([
    [aws('AdministratorAccess'), ['AdministratorAccess'], true],
    [own('AdministratorAccess'), ['AdministratorAccess'], true],
    [own('x/AdministratorAccess'), ['AdministratorAccess'], true],
    [aws('AdministratorAccess-Amplify'), ['AdministratorAccess'], false],
    [aws('AdministratorAccess-Amplify'), ['AdministratorAccess*'], true],
    [aws('PowerUserAccess'), [aws('PowerUserAccess')], true],
    [own('PowerUserAccess'), [aws('PowerUserAccess')], false],
  ])('%s with %j banned: %s', (arn, bannedManagedPolicies, isBanned) => {
    const codes = codesOf({ bannedManagedPolicies }, role({ managedPolicies: [arn] }));
    expect(codes).toEqual(isBanned ? ['managed-policy-banned'] : []);
  });

  it('a ban holds also of what is allowed', () => {
    const limits = { allowedManagedPolicies: ['*'], bannedManagedPolicies: ['AdministratorAccess'] };
    expect(codesOf(limits, role({ managedPolicies: [aws('AdministratorAccess')] }))).toEqual(['managed-policy-banned']);
  });

  it('each that breaks a limit is told by itself', () => {
    const managedPolicies = [aws('AdministratorAccess'), aws('IAMFullAccess'), aws('ReadOnlyAccess')];
    expect(codesOf({ bannedManagedPolicies: ['AdministratorAccess', 'IAM*'] }, role({ managedPolicies }))).toHaveLength(
      2,
    );
  });

  it('what was not read counts as banned', () => {
    expect(codesOf({ bannedManagedPolicies: ['x'] })).toEqual(['managed-policies-unknown']);
    expect(codesOf({ allowedManagedPolicies: ['x'] })).toEqual(['managed-policies-unknown']);
    expect(codesOf({})).toEqual([]);
  });
});

describe('required tags', () => {
  it.each<readonly [tags: Readonly<Record<string, string>>, wanted: Readonly<Record<string, string>>, missing: number]>(
    [
      [{ owner: 'ann' }, { owner: '*' }, 0],
      [{ owner: '' }, { owner: '*' }, 0],
      [{ owner: 'team/ann' }, { owner: '*' }, 1],
      [{ Owner: 'ann' }, { owner: '*' }, 1],
      [{}, { owner: '*', 'cost-center': 'cc-*' }, 2],
      [{ owner: 'ann', 'cost-center': 'x' }, { owner: '*', 'cost-center': 'cc-*' }, 1],
      [{}, { constructor: '*' }, 1],
    ],
  )('%j where %j is wanted: %i missing', (tags, requiredTags, missing) => {
    expect(codesOf({ requiredTags }, role({ tags }))).toEqual(Array(missing).fill('required-tag-missing'));
  });
});
