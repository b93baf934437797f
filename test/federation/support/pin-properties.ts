import fc from 'fast-check';
import { parseTrustPolicy } from '../../../federation/trust/document';
import { evaluateTrust, type TrustDecision, type TrustRequest } from '../../../federation/trust/evaluate';
import { managedStatements } from '../../../federation/trust/managed-statements';
import type { PinnedTrust, Pins } from '../../../federation/trust/pin';
import { sameJson } from '../../../federation/trust/json';
import { account, audience, host, pins as givenPins, placeholder, provider, subject } from './cases';

/** Something that edits trust policies as pinTrust should. */
export type Edit = (trustPolicy: string, pins: Pins) => PinnedTrust;

const pins: Pins = { ...givenPins, maxLength: 1e6 };
const bare = host.slice(0, -1);
const otherProvider = `arn:aws:iam::${account}:oidc-provider/oidc.example/id/1`;

const often = <T>(likely: T, ...others: readonly T[]): fc.Arbitrary<T> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(likely) }, { weight: 2, arbitrary: fc.constantFrom(likely, ...others) });
const oneOrList = (item: fc.Arbitrary<string>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 3, arbitrary: item }, { weight: 1, arbitrary: fc.array(item, { maxLength: 3 }) });

const comparison = fc.constantFrom(
  'StringEquals',
  'StringLike',
  'StringEqualsIgnoreCase',
  'StringNotEquals',
  'StringNotLike',
);
const operator = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('StringEquals', 'stringequals', 'StringLike') },
  { weight: 1, arbitrary: fc.constantFrom('Null', 'Bool', 'ArnLike', 'IpAddress', 'BinaryEquals', 'Perhaps') },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom('', 'ForAllValues:', 'ForAnyValue:'), comparison, fc.constantFrom('', 'IfExists'))
      .map((parts) => parts.join('')),
  },
);
const key = fc.constantFrom(
  `${host}:aud`,
  `${host}:sub`,
  `${bare}:aud`,
  `${bare}:sub`,
  `${host}:AUD`,
  'aws:x',
  'sts.example:sub',
);
const value = fc.constantFrom(
  placeholder,
  audience,
  subject,
  'stranger',
  '*',
  'b*',
  '?*',
  `\${${host}:sub}`,
  '${*}',
  'true',
  'false',
  '',
);
const anyCondition = fc.dictionary(operator, fc.dictionary(key, oneOrList(value), { minKeys: 1, maxKeys: 3 }), {
  maxKeys: 3,
});
const ownCondition = fc
  .tuple(fc.constantFrom(`${host}:aud`, `${bare}:aud`), often(placeholder, audience), anyCondition)
  .map(([name, own, more]) => ({ ...more, StringEquals: { ...more['StringEquals'], [name]: own } }));

const principalName = often(
  provider.arn,
  provider.arn.slice(0, -1),
  otherProvider,
  '*',
  account,
  provider.arn.replace(account, '5'),
);
const ownPrincipal = oneOrList(often(provider.arn, provider.arn.slice(0, -1))).map((Federated) => ({ Federated }));
const anyPrincipal = fc.oneof(
  { weight: 1, arbitrary: fc.constant('*') },
  {
    weight: 4,
    arbitrary: fc.dictionary(fc.constantFrom('AWS', 'Federated', 'Service'), oneOrList(principalName), { maxKeys: 2 }),
  },
);
const otherPrincipal = fc.constantFrom(
  { AWS: account },
  { AWS: [account, '5'] },
  { Service: 'lambda.amazonaws.com' },
  { Federated: otherProvider },
);
const action = oneOrList(
  often(
    'sts:AssumeRoleWithWebIdentity',
    'sts:AssumeRole',
    'sts:TagSession',
    'sts:*',
    'sts:AssumeRole*',
    '*',
    'STS:assumeroleWITHwebidentity',
  ),
);

interface Parts {
  readonly effect: fc.Arbitrary<string>;
  readonly principal: fc.Arbitrary<unknown>;
  readonly condition: fc.Arbitrary<unknown>;
  /** The negated elements come once in so many. */
  readonly rarity: number;
}

const statement = ({ effect, principal, condition, rarity }: Parts): fc.Arbitrary<object> =>
  fc
    .record({
      effect,
      principal,
      action,
      condition,
      not: fc.nat(rarity),
      sid: fc.option(fc.constantFrom('A', 'B'), { nil: undefined }),
    })
    .map(({ not, ...it }) => ({
      ...(it.sid !== undefined && { Sid: it.sid }),
      Effect: it.effect,
      [not === 1 ? 'NotPrincipal' : 'Principal']: it.principal,
      [not === 2 ? 'NotAction' : 'Action']: it.action,
      ...(it.condition !== undefined && { Condition: it.condition }),
    }));
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined, freq: 2 });
const allow = fc.constant('Allow');
const either = fc.constantFrom('Allow', 'Deny');

/** Letters as JSON may write them too. */
const escaped = (json: string): string =>
  json.replace(/[a-c]/g, (letter) => `\\u00${letter.charCodeAt(0).toString(16)}`);

/** Trust policies of every kind, many of them such that an edit is possible. */
export const trustPolicy: fc.Arbitrary<string> = fc
  .record({
    Version: fc.constantFrom('2012-10-17', '2008-10-17'),
    Statement: fc.array(
      fc.oneof(
        {
          weight: 8,
          arbitrary: statement({ effect: allow, principal: ownPrincipal, condition: ownCondition, rarity: 20 }),
        },
        {
          weight: 6,
          arbitrary: statement({
            effect: either,
            principal: otherPrincipal,
            condition: maybe(anyCondition),
            rarity: 20,
          }),
        },
        {
          weight: 2,
          arbitrary: statement({ effect: either, principal: anyPrincipal, condition: maybe(anyCondition), rarity: 5 }),
        },
        {
          weight: 1,
          arbitrary: statement({ effect: allow, principal: ownPrincipal, condition: maybe(anyCondition), rarity: 5 }),
        },
      ),
      { maxLength: 4 },
    ),
  })
  .chain((policy) => {
    const [only, ...others] = policy.Statement;
    const single = only !== undefined && others.length === 0 ? [{ ...policy, Statement: only }] : [];
    return fc.constantFrom(policy, ...single);
  })
  .chain((policy) =>
    fc.constantFrom(JSON.stringify(policy), JSON.stringify(policy, undefined, 1), escaped(JSON.stringify(policy))),
  );

const claim = fc.option(fc.constantFrom(audience, subject, placeholder, 'stranger', '*', 'b1', ''), { nil: undefined });
const claims: fc.Arbitrary<TrustRequest['context']> = fc
  .record({ aud: claim, sub: claim, x: claim })
  .map(({ aud, sub, x }) => ({
    ...(aud !== undefined && { [`${host}:aud`]: [aud] }),
    ...(sub !== undefined && { [`${host}:sub`]: [sub] }),
    ...(x !== undefined && { 'aws:x': [x] }),
  }));
/** The claims of a token, and what else a request may have. */
export const context = fc.oneof(
  { weight: 4, arbitrary: claims },
  { weight: 1, arbitrary: fc.constant({ [`${host}:aud`]: [audience], [`${host}:sub`]: [subject] }) },
  { weight: 1, arbitrary: fc.constant({ [`${host}:aud`]: [audience], [`${host}:sub`]: ['stranger'] }) },
);
const other: fc.Arbitrary<TrustRequest> = fc.record({
  action: fc.constantFrom('sts:AssumeRole', 'sts:AssumeRoleWithWebIdentity', 'sts:TagSession'),
  principal: fc.constantFrom(
    { kind: 'aws', account, arn: `arn:aws:iam::${account}:role/x` } as const,
    { kind: 'service', name: 'lambda.amazonaws.com' } as const,
    { kind: 'federated', arn: otherProvider } as const,
    { kind: 'federated', arn: provider.arn.replace(account, '5') } as const,
  ),
  context,
});

/** The document that stands after an edit; undefined where none was possible. */
export const after = (before: string, result: PinnedTrust): string | undefined =>
  result.kind === 'impossible' ? undefined : result.kind === 'changed' ? result.document : before;

const told = (decision: TrustDecision): string =>
  decision.decision === 'granted' ? `granted by ${decision.statement}` : 'denied';

/** Once it is edited, a policy admits the provider's tokens with exactly the pinned audience and subject, and no others. */
export const admitsOnlyThePins = (edit: Edit) =>
  fc.property(trustPolicy, fc.array(context, { minLength: 3, maxLength: 6 }), (before, contexts) => {
    const document = after(before, edit(before, pins));
    if (document === undefined) return true;
    return contexts.every((one) => {
      const request = {
        action: 'sts:AssumeRoleWithWebIdentity',
        principal: { kind: 'federated', arn: provider.arn },
        context: one,
      } as const;
      const granted = evaluateTrust(document, request).decision === 'granted';
      return !granted || (sameJson(one[`${host}:aud`], [audience]) && sameJson(one[`${host}:sub`], [subject]));
    });
  });

const isOnly = (value: unknown, text: string): boolean =>
  value !== undefined && [value].flat().every((item) => item === text);

/**
 * The caller is admitted wherever anybody was to be: the pins are all that an edit adds. What is compared with is the
 * policy before, with every text comparison of `aud` and `sub` taken out of the statements that are the provider's.
 */
export const admitsTheCaller = (edit: Edit) =>
  fc.property(trustPolicy, claim, (before, x) => {
    const document = after(before, edit(before, pins));
    if (document === undefined) return true;
    const request = {
      action: 'sts:AssumeRoleWithWebIdentity',
      principal: { kind: 'federated', arn: provider.arn },
      context: {
        [`${host}:aud`]: [audience],
        [`${host}:sub`]: [subject],
        ...(x !== undefined && { 'aws:x': [x] }),
      },
    } as const;
    return evaluateTrust(document, request).decision === evaluateTrust(withoutPins(before), request).decision;
  });

const withoutPins = (before: string): string => {
  const policy = parseTrustPolicy(before)!;
  const own = new Set(managedStatements(policy, provider, []).map(({ index }) => index));
  const isPin = (name: string): boolean => /:(aud|sub)$/i.test(name) && name.startsWith(bare);
  const isPositive = (name: string): boolean => /string/i.test(name) && !/not/i.test(name);
  const Statement = policy.statements.map(({ raw, condition }, index) => {
    if (!own.has(index)) return raw;
    const kept = Object.entries((condition ?? {}) as Record<string, Record<string, unknown>>).map(([name, keys]) => [
      name,
      Object.fromEntries(Object.entries(keys).filter(([one]) => !isPositive(name) || !isPin(one))),
    ]);
    return { ...raw, Principal: { Federated: provider.arn }, Condition: Object.fromEntries(kept) as object };
  });
  return JSON.stringify({ ...policy.raw, Statement });
};

/** The same without the evaluator: each statement that could admit the provider wants both pins, each as a single value. */
export const writesThePins = (edit: Edit) =>
  fc.property(trustPolicy, (before) => {
    const policy = parseTrustPolicy(after(before, edit(before, pins)) ?? '{"Statement":[]}');
    return managedStatements(policy!, provider, []).every(({ statement: { raw } }) => {
      const { Condition: condition, Principal } = raw as {
        Condition?: Record<string, Record<string, unknown>>;
        Principal?: unknown;
      };
      const wanted = Object.entries(condition ?? {}).filter(([name]) => name.toLowerCase() === 'stringequals');
      return (
        isOnly((Principal as Record<string, unknown> | undefined)?.['Federated'], provider.arn) &&
        wanted.some(([, keys]) => isOnly(keys[`${host}:aud`], audience) && isOnly(keys[`${host}:sub`], subject))
      );
    });
  });

/** A second edit has nothing to do. */
export const isIdempotent = (edit: Edit) =>
  fc.property(trustPolicy, (before) => {
    const document = after(before, edit(before, pins));
    return document === undefined || edit(document, pins).kind === 'unchanged';
  });

/** Whoever else may or may not assume the role: an edit does not change that. */
export const leavesOthersAlone = (edit: Edit) =>
  fc.property(trustPolicy, other, (before, request) => {
    const document = after(before, edit(before, pins));
    return document === undefined || told(evaluateTrust(document, request)) === told(evaluateTrust(before, request));
  });

/** Statements stand where they stood; those that are not the provider's are the same to the letter, as is all around. */
export const keepsWhatIsNotOurs = (edit: Edit) =>
  fc.property(trustPolicy, (before) => {
    const document = after(before, edit(before, pins));
    if (document === undefined) return true;
    const [from, to] = [parseTrustPolicy(before)!, parseTrustPolicy(document)!];
    const own = new Set(managedStatements(from, provider, []).map(({ index }) => index));
    const free = (raw: object): object => ({ ...raw, Principal: '', Condition: '' });
    return (
      to.raw['Version'] === from.raw['Version'] &&
      from.statements.length === to.statements.length &&
      from.statements.every(({ raw }, index) => {
        const now = to.statements[index]!.raw;
        return own.has(index) ? sameJson(free(raw), free(now)) : JSON.stringify(raw) === JSON.stringify(now);
      })
    );
  });
