import fc from 'fast-check';
import type { BindingCaller, CompiledPolicy, Policy } from '../../../federation/compiled-policy';
import { pinTrust } from '../../../federation/trust/pin';
import { decide } from '../../../federation/verdict';
import {
  account,
  audience,
  compiled,
  document,
  facts,
  host,
  type Json,
  pins,
  placeholder,
  policy,
  provider,
  role,
  statement,
  subject,
  withCondition,
} from '../support/cases';

const other = 'c0000000-0000-4000-8000-000000000003';
const now = new Date('2027-01-05T02:00:00.000Z');
const existing = (...principals: readonly string[]): BindingCaller => ({ kind: 'existing', principals, audience });
const claims = (aud: unknown, sub?: unknown): Json => ({
  [`${host}:aud`]: aud,
  ...(sub !== undefined && { [`${host}:sub`]: sub }),
});
const pinned = withCondition({ StringEquals: claims(audience, subject) });

const verdictOf = (
  trustPolicy: string,
  caller: BindingCaller,
  change: Partial<Policy> = {},
  handOvers: CompiledPolicy['handOvers'] = [],
) =>
  decide(
    role({ trustPolicy }),
    facts,
    { audiences: [], isRevoked: false, now },
    compiled({ policies: [policy({ caller, ...change })], handOvers }),
  );

describe('a statement that nobody but a person has written', () => {
  it.each<[string, readonly Json[], BindingCaller]>([
    ['pins what the policy names', [pinned], existing(subject)],
    [
      'pins several, in another order',
      [withCondition({ StringEquals: claims(audience, [other, subject]) })],
      existing(subject, other),
    ],
    ['pins it in lists of one', [withCondition({ StringEquals: claims([audience], [subject]) })], existing(subject)],
    [
      'is narrower still',
      [withCondition({ StringEquals: claims(audience, subject), IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } })],
      existing(subject),
    ],
    [
      'stands beside one for an AWS service',
      [pinned, { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      existing(subject),
    ],
    ['stands beside one with the placeholder', [pinned, statement()], existing(subject)],
  ])('is taken for the policy’s own where it %s', (_what, statements, caller) => {
    expect(verdictOf(document(...statements), caller).kind).toBe('bind');
    expect(verdictOf(document(...statements), caller, { enforcement: 'audit' }).kind).toBe('audit');
  });

  it.each<[string, readonly Json[], BindingCaller]>([
    ['the policy registers callers', [pinned], { kind: 'own-application' }],
    ['the policy shares a caller', [pinned], { kind: 'shared', name: 'ci' }],
    ['the policy names somebody else', [pinned], existing(other)],
    ['the policy names somebody else too', [pinned], existing(subject, other)],
    [
      'it admits somebody else too',
      [withCondition({ StringEquals: claims(audience, [subject, other]) })],
      existing(subject),
    ],
    ['it names no subject', [withCondition({ StringEquals: claims(audience) })], existing(subject)],
    ['it compares patterns', [withCondition({ StringLike: claims(audience, subject) })], existing(subject)],
    ['a claim may be absent', [withCondition({ StringEqualsIfExists: claims(audience, subject) })], existing(subject)],
    [
      'every claim is meant',
      [withCondition({ 'ForAllValues:StringEquals': claims(audience, subject) })],
      existing(subject),
    ],
    [
      'it has another audience',
      [withCondition({ StringEquals: claims([audience, other], subject) })],
      existing(subject),
    ],
    [
      'it writes the issuer without its slash',
      [withCondition({ StringEquals: { [`${host.slice(0, -1)}:aud`]: audience, [`${host}:sub`]: subject } })],
      existing(subject),
    ],
    [
      'another one stands beside it',
      [pinned, withCondition({ StringEquals: claims(other, subject) })],
      existing(subject),
    ],
    [
      'it admits others beside the provider',
      [{ ...pinned, Principal: { Federated: provider.arn, AWS: '*' } }],
      existing(subject),
    ],
  ])('stays somebody else’s where %s', (_what, statements, caller) => {
    expect(verdictOf(document(...statements), caller).kind).toBe('refuse');
  });

  it.each<[string, Json, string, string]>([
    ['is for what is handed over', pinned, audience, 'bind'],
    ['is for something else than what is handed over', pinned, other, 'refuse'],
    ['admits two', withCondition({ StringEquals: claims(audience, [subject, other]) }), audience, 'refuse'],
    ['admits whoever is alike', withCondition({ StringLike: claims(audience, `${subject}*`) }), audience, 'refuse'],
    ['admits everybody', withCondition({ StringEquals: claims(audience) }), audience, 'refuse'],
  ])('is taken for that of a caller of the factory’s only by its hand-over: it %s', (_what, one, application, kind) => {
    const handOvers = [{ uniqueName: `aws-${account}-web-deployer`, application }];
    expect(verdictOf(document(one), { kind: 'own-application' }, {}, handOvers).kind).toBe(kind);
    expect(verdictOf(document(one), { kind: 'shared', name: 'ci' }, {}, handOvers).kind).toBe('refuse');
  });

  it('is never rewritten by the binding that it is taken over by', () => {
    const condition = fc.record(
      {
        StringEquals: fc.record(
          {
            [`${host}:aud`]: fc.constantFrom(audience, [audience], placeholder, other),
            [`${host}:sub`]: fc.constantFrom(subject, [subject], [other, subject], other),
          },
          { requiredKeys: [] },
        ),
        StringLike: fc.record({ [`${host}:sub`]: fc.constantFrom(subject, '*') }, { requiredKeys: [] }),
        Bool: fc.constant({ 'aws:SecureTransport': 'true' }),
      },
      { requiredKeys: [] },
    );
    const principals = fc.constantFrom([subject], [other], [subject, other]);
    fc.assert(
      fc.property(fc.array(condition, { minLength: 1, maxLength: 3 }), principals, (conditions, subjects) => {
        const trustPolicy = document(...conditions.map(withCondition));
        if (verdictOf(trustPolicy, existing(...subjects)).kind !== 'bind') return;
        const after = pinTrust(trustPolicy, { ...pins, audience, subjects });
        if (after.kind === 'unchanged') return;
        // Only what had the placeholder may differ.
        const before = JSON.parse(trustPolicy) as { Statement: unknown[] };
        const written = JSON.parse(after.kind === 'changed' ? after.document : '{"Statement":[]}') as typeof before;
        before.Statement.forEach((one, index) => {
          if (!JSON.stringify(one).includes(placeholder)) expect(written.Statement[index]).toEqual(one);
        });
      }),
    );
  });
});
