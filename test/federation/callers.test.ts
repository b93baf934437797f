import fc from 'fast-check';
import {
  audienceNameOf,
  chooseCredentials,
  maxFederatedCredentials,
  planCaller,
  sharedNameOf,
  uniqueNameOf,
} from '../../federation/callers';
import type { AllowedSubjects } from '../../federation/compiled-policy';
import { matcher } from '../../federation/pattern';
import { account, bindingPolicy, facts, identityProvider, policy, tenant } from './support/cases';

const issuer = 'https://token.actions.githubusercontent.com';
const tag = 'oidc-factory:subject';
const allowedBy = (...subjects: readonly string[]): readonly AllowedSubjects[] => [{ issuer, subjects }];

/** The chosen subjects, or the codes of the refusal. */
const choose = (allowed: readonly AllowedSubjects[], tags: Readonly<Record<string, string>>, name = tag) => {
  const choice = chooseCredentials(policy({ federatedCredentials: { tag: name, allowed } }), tags);
  return choice.kind === 'chosen' ? choice.credentials.map((c) => c.subject) : choice.reasons.map(({ code }) => code);
};
const choosePlain = (allowed: readonly AllowedSubjects[], tags: Readonly<Record<string, string>>) => {
  const choice = chooseCredentials(policy({ federatedCredentials: { allowed } }), tags);
  return choice.kind === 'chosen' ? choice.credentials.map((c) => c.subject) : choice.reasons.map(({ code }) => code);
};

const prod = 'repo:acme/*:environment:prod';
const refused = ['subject-not-allowed'];

describe('a tag selects among what the policy allows', () => {
  it.each<readonly [string, string]>([
    ['repo:acme/web:environment:prod', prod],
    ['repo:acme/web:environment:prod', 'repo:acme/web:environment:prod'],
    ['repo:acme@1/web@2:environment:prod', 'repo:acme@1/*:environment:prod'],
    ['sc://acme/my project/my connection', 'sc://acme/*/*'],
    ['übung', '*'],
  ])('%j by %j', (asked, pattern) => {
    expect(choose(allowedBy('repo:acme/other', pattern), { [tag]: asked })).toEqual([asked]);
  });

  it.each<readonly [string, string, string]>([
    ['of another environment', 'repo:acme/web:environment:dev', prod],
    ['of another owner', 'repo:evil/web:environment:prod', prod],
    ['of an owner with a longer name', 'repo:acme-evil/web:environment:prod', prod],
    ['of an owner that only looks the same', 'repo:аcme/web:environment:prod', prod],
    ['in another case', 'repo:Acme/web:environment:prod', prod],
    ['with a slash where the wildcard is', 'repo:acme/a/b:environment:prod', prod],
    ['with a colon where the wildcard is', 'repo:acme/a:ref:environment:prod', prod],
    ['with more behind', 'repo:acme/web:environment:prod:x', prod],
    ['with a wildcard of its own', 'repo:acme/*:environment:prod', prod],
    ['that is a wildcard', '*', '*'],
    ['that is empty', '', '*'],
    ['that is a space', ' ', '*'],
    ['with a space before', ' web', '*'],
    ['with a space behind', 'web ', '*'],
    ['with a line break', 'web\nx', '*'],
    ['with a line break behind', 'repo:acme/web:environment:prod\n', prod],
    ['with a tab', 'web\tx', '*'],
    ['with a character that nobody sees', 'web\u200bx', '*'],
    ['with a space that is none', 'web\u00a0x', '*'],
    ['with half a character', 'web\ud800', '*'],
    ['that turns the direction of reading', 'web\u202ex', '*'],
  ])('and none %s', (_what, asked, pattern) => {
    expect(choose(allowedBy(pattern, 'a literal one'), { [tag]: asked })).toEqual(refused);
  });

  it('says which tag asks for what', () => {
    const settings = policy({ federatedCredentials: { tag, allowed: allowedBy(prod) } });
    const choice = chooseCredentials(settings, { [tag]: 'x' });
    const because = `The tag ${tag} asks for the subject x, which the policy workloads-prod does not allow.`;
    expect(choice).toEqual({ kind: 'refused', reasons: [{ code: 'subject-not-allowed', because }] });
  });

  it('with every issuer that allows it, and no other', () => {
    const allowed = [
      { issuer, subjects: ['job-*'] },
      { issuer: 'https://gitlab.com', subjects: ['job-1', 'job-*'] },
      { issuer: 'https://x.example', subjects: ['other'] },
    ];
    const choice = chooseCredentials(policy({ federatedCredentials: { tag, allowed } }), { [tag]: 'job-1' });
    expect(choice).toMatchObject({ kind: 'chosen', credentials: [{ issuer }, { issuer: 'https://gitlab.com' }] });
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'a tag called %s is a tag like others',
    (name) => {
      expect(choose(allowedBy('literal', 'x-*'), {}, name)).toEqual(['literal']);
      const tags = JSON.parse(`{${JSON.stringify(name)}:"x-1"}`) as Record<string, string>;
      expect(choose(allowedBy('literal', 'x-*'), tags, name)).toEqual(['x-1']);
    },
  );

  it('adds nothing, whatever is asked and allowed', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '*', '/', ':', ' ', '?', 'é'), maxLength: 6 });
    fc.assert(
      fc.property(fc.array(text, { maxLength: 3 }), text, (subjects, asked) => {
        const chosen = choose(allowedBy(...subjects), { [tag]: asked });
        const isAllowed = subjects.some((pattern) => matcher(pattern)(asked));
        expect(chosen).toEqual(isAllowed && chosen[0] === asked ? [asked] : refused);
        expect(chosen.some((subject) => subject.includes('*'))).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('without the tag', () => {
  it.each<readonly [string, readonly AllowedSubjects[], readonly string[]]>([
    ['only literal subjects apply', allowedBy(prod, 'a', 'b-*', 'c'), ['a', 'c']],
    ['none may be left', allowedBy(prod), []],
    ['nothing is allowed where nothing is', [], []],
    ['each counts once', [...allowedBy('a', 'a'), ...allowedBy('a')], ['a']],
  ])('%s', (_what, allowed, subjects) => {
    expect(choose(allowed, { team: 'web' })).toEqual(subjects);
    expect(choosePlain(allowed, { [tag]: 'repo:acme/web:environment:prod' })).toEqual(subjects);
  });

  it('the same subject of two issuers makes two credentials, of different names', () => {
    const allowed = [
      { issuer, subjects: ['a'] },
      { issuer: 'https://gitlab.com', subjects: ['a'] },
    ];
    const choice = chooseCredentials(policy({ federatedCredentials: { allowed } }), {});
    if (choice.kind !== 'chosen') throw new TypeError('It is refused.');
    expect(new Set(choice.credentials.map(({ name }) => name)).size).toBe(2);
  });

  it.each([
    [maxFederatedCredentials, 'chosen'],
    [maxFederatedCredentials + 1, 'refused'],
  ] as const)('%d subjects are %s', (count, kind) => {
    const allowed = allowedBy(...Array.from({ length: count }, (_, index) => `subject-${index}`));
    expect(chooseCredentials(policy({ federatedCredentials: { allowed } }), {}).kind).toBe(kind);
  });
});

describe('names of credentials', () => {
  it('are those of before: a change would have every credential made anew', () => {
    const choice = chooseCredentials(policy({ federatedCredentials: { allowed: allowedBy('a') } }), {});
    const credentials = [{ name: 'subject-76b1c4b3ed611655', issuer, subject: 'a' }];
    expect(choice).toEqual({ kind: 'chosen', credentials });
  });

  it('differ where the subjects do', () => {
    const subject = fc.string({ minLength: 1, maxLength: 12 }).filter((text) => !text.includes('*'));
    fc.assert(
      fc.property(fc.uniqueArray(subject, { minLength: 2, maxLength: 20 }), (subjects) => {
        const choice = chooseCredentials(policy({ federatedCredentials: { allowed: allowedBy(...subjects) } }), {});
        if (choice.kind !== 'chosen') throw new TypeError('It is refused.');
        expect(new Set(choice.credentials.map(({ name }) => name)).size).toBe(subjects.length);
      }),
    );
  });
});

describe('planCaller', () => {
  const needs = {
    account: facts,
    roleName: 'Web+Deployer',
    identityProvider,
    credentials: [],
    knownClientIds: [tenant],
  };

  it('names an application of its own after account and role', () => {
    expect(planCaller({ ...needs, policy: bindingPolicy() })).toEqual({
      identityProvider: 'entra-prod',
      caller: {
        kind: 'application',
        application: {
          uniqueName: `aws-${account}-web+deployer`,
          displayName: `aws-${account}-web+deployer`,
          identifierUri: `api://${tenant}/aws-${account}-web%2Bdeployer`,
          tags: ['oidc-factory', `aws-account:${account}`, 'aws-role:Web+Deployer'],
          purpose: 'caller',
          knownClientIds: [tenant],
          federatedCredentials: [],
        },
      },
    });
  });

  it('names a shared application after what the policies call it, and no account', () => {
    const plan = planCaller({ ...needs, policy: bindingPolicy({ caller: { kind: 'shared', name: 'payments' } }) });
    expect(plan.caller).toMatchObject({
      application: { uniqueName: 'aws-shared-payments', tags: ['oidc-factory', 'shared-caller:payments'] },
    });
  });

  it('registers nothing for service principals that exist', () => {
    const existing = { kind: 'existing', principals: [tenant], audience: tenant } as const;
    expect(planCaller({ ...needs, policy: bindingPolicy({ caller: existing }) })).toEqual({
      identityProvider: 'entra-prod',
      caller: existing,
    });
  });

  it("adds the account's audience application, which nobody signs in as", () => {
    const plan = planCaller({ ...needs, policy: bindingPolicy({ audience: 'per-account' }) });
    expect(plan).toMatchObject({
      caller: { application: { uniqueName: `aws-${account}-web+deployer` } },
      audienceApplication: { uniqueName: `aws-${account}`, purpose: 'audience', federatedCredentials: [] },
    });
  });

  it('never gives two of them the same name', () => {
    const names = [uniqueNameOf(account, 'shared'), sharedNameOf(account), audienceNameOf(account), sharedNameOf('x')];
    expect(new Set(names).size).toBe(names.length);
  });

  it('has a name of its own for each role, as IAM tells them apart: not by their case', () => {
    expect(uniqueNameOf(account, 'Web')).toBe(uniqueNameOf(account, 'web'));
    expect(uniqueNameOf(account, 'web')).not.toBe(uniqueNameOf(account, 'web2'));
    expect(uniqueNameOf('111111111111', 'web')).not.toBe(uniqueNameOf('111111111112', 'web'));
  });

  it('has a name that Entra takes, for the longest role there can be', () => {
    expect(uniqueNameOf(account, 'x'.repeat(64)).length).toBeLessThanOrEqual(120);
  });
});
