import fc from 'fast-check';
import { parseTrustPolicy } from '../../../federation/trust/document';
import { evaluateTrust, type TrustRequest } from '../../../federation/trust/evaluate';
import { managedStatements } from '../../../federation/trust/managed-statements';
import { pinTrust, type Pins } from '../../../federation/trust/pin';
import { audience, host, pins, provider, subject } from '../support/cases';
import {
  admitsOnlyThePins,
  admitsTheCaller,
  after,
  context,
  isIdempotent,
  keepsWhatIsNotOurs,
  leavesOthersAlone,
  trustPolicy,
  writesThePins,
  type Edit,
} from '../support/pin-properties';

const properties = {
  admitsOnlyThePins,
  admitsTheCaller,
  writesThePins,
  isIdempotent,
  leavesOthersAlone,
  keepsWhatIsNotOurs,
};
type PropertyName = keyof typeof properties;

describe('whatever the trust policy', () => {
  it.each(Object.keys(properties) as PropertyName[])('pinTrust %s', (name) => {
    fc.assert<unknown>(properties[name](pinTrust), { numRuns: 1500 });
  });

  it('has nothing to do with a statement for others beside it', () => {
    const service = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
    const pinnedNow = trustPolicy.map((before) => after(before, pinTrust(before, pins)) ?? before);
    const isUnchanged = (document: string): boolean => pinTrust(document, pins).kind === 'unchanged';
    fc.assert(
      fc.property(fc.oneof(trustPolicy, pinnedNow), (before) => {
        const parsed = parseTrustPolicy(before);
        fc.pre(parsed !== undefined && parsed.statements.length > 0);
        const { raw, statements } = parsed;
        const beside = JSON.stringify({ ...raw, Statement: [...statements.map((one) => one.raw), service] });
        expect(isUnchanged(beside)).toBe(isUnchanged(before));
      }),
      { numRuns: 1500 },
    );
  });

  it('each of several subjects is admitted as it would be alone, and nobody else', () => {
    const subjects = [subject, 'second', 'third'];
    const admits = (
      before: string,
      wanted: readonly string[],
      caller: string,
      claims: TrustRequest['context'],
    ): boolean =>
      evaluateTrust(after(before, pinTrust(before, { ...pins, subjects: wanted, maxLength: 1e6 })) ?? '', {
        action: 'sts:AssumeRoleWithWebIdentity',
        principal: { kind: 'federated', arn: provider.arn },
        context: { ...claims, [`${host}:sub`]: [caller] },
      }).decision === 'granted';
    const each = fc.property(
      trustPolicy,
      context,
      (before, claims) =>
        subjects.every((one) => admits(before, subjects, one, claims) === admits(before, [one], one, claims)) &&
        !admits(before, subjects, 'stranger', claims),
    );
    fc.assert(each, { numRuns: 500 });
  });

  it('the policies that are tried are worth it: many are edited, and then admit the caller', () => {
    const results = fc
      .sample(trustPolicy, { numRuns: 1000, seed: 7 })
      .map((before) => ({ before, result: pinTrust(before, pins) }));
    const edited = results.filter(({ result }) => result.kind !== 'impossible');
    expect(edited.length).toBeGreaterThan(200);
    const context = { [`${host}:aud`]: [audience], [`${host}:sub`]: [subject] };
    const admitting = edited.filter(({ before, result }) => {
      const request = {
        action: 'sts:AssumeRoleWithWebIdentity',
        principal: { kind: 'federated', arn: provider.arn },
        context,
      } as const;
      return evaluateTrust(after(before, result)!, request).decision === 'granted';
    });
    expect(admitting.length).toBeGreaterThan(100);
  });
});

/** pinTrust, with its result spoilt. */
const spoilt =
  (spoil: (document: string) => string): Edit =>
  (before, given) => {
    const result = pinTrust(before, given);
    return result.kind === 'changed' ? { kind: 'changed', document: spoil(result.document) } : result;
  };

type Statements = readonly Record<string, unknown>[];
const withStatements = (spoil: (statements: Statements) => Statements): Edit =>
  spoilt((document) => {
    const raw = JSON.parse(document) as { Statement: Statements };
    return JSON.stringify({ ...raw, Statement: spoil(raw.Statement) });
  });

/** An edit that lets a statement pass as the factory's that is not. */
const overlooking =
  (isOverlooked: (statement: Record<string, unknown>) => boolean): Edit =>
  (before, given: Pins) => {
    const policy = parseTrustPolicy(before);
    if (policy === undefined) return pinTrust(before, given);
    const foreign = managedStatements(policy, given.provider, [...given.ownAudiences, given.audience])
      .filter(({ foreignBecause, statement }) => foreignBecause.length > 0 && isOverlooked(statement.raw))
      .map(({ statement }) => statement.raw);
    const rest = policy.statements.map(({ raw }) => raw).filter((raw) => !foreign.includes(raw));
    const result = pinTrust(JSON.stringify({ ...policy.raw, Statement: rest }), given);
    if (result.kind !== 'changed') return result;
    const { Statement } = JSON.parse(result.document) as { Statement: Statements };
    return { kind: 'changed', document: JSON.stringify({ ...policy.raw, Statement: [...Statement, ...foreign] }) };
  };

describe('the properties find an edit that', () => {
  it.each<readonly [string, PropertyName, Edit]>([
    ['forgets the subject', 'admitsOnlyThePins', spoilt((d) => d.replaceAll(`,"${host}:sub":"${subject}"`, ''))],
    ['forgets the subject', 'writesThePins', spoilt((d) => d.replaceAll(`,"${host}:sub":"${subject}"`, ''))],
    ['forgets the audience', 'admitsOnlyThePins', spoilt((d) => d.replaceAll(`"${host}:aud":"${audience}",`, ''))],
    [
      'pins where a claim exists only',
      'admitsOnlyThePins',
      spoilt((d) => d.replaceAll('"StringEquals"', '"StringEqualsIfExists"')),
    ],
    [
      'pins for all values only',
      'admitsOnlyThePins',
      spoilt((d) => d.replaceAll('"StringEquals"', '"ForAllValues:StringEquals"')),
    ],
    [
      'admits a list of subjects',
      'admitsOnlyThePins',
      spoilt((d) => d.replaceAll(`:sub":"${subject}"`, `:sub":["${subject}","stranger"]`)),
    ],
    [
      'takes the key without its slash',
      'writesThePins',
      spoilt((d) => d.replaceAll(`${host}:sub":"${subject}"`, `${host.slice(0, -1)}:sub":"${subject}"`)),
    ],
    ['overlooks statements for everybody', 'admitsOnlyThePins', overlooking((raw) => raw['Principal'] === '*')],
    ['overlooks statements for everybody but some', 'admitsOnlyThePins', overlooking((raw) => 'NotPrincipal' in raw)],
    [
      'overlooks statements without an audience',
      'admitsOnlyThePins',
      overlooking((raw) => raw['Condition'] === undefined),
    ],
    [
      'never has enough',
      'isIdempotent',
      (before, given) =>
        spoilt((d) => d)(before.replace('{', '{ '), { ...given, subjects: [`${subject}-${before.length}`] }),
    ],
    [
      'asks for a third thing',
      'admitsTheCaller',
      spoilt((d) => d.replaceAll(`"${host}:aud":`, `"${host}:azp":"x","${host}:aud":`)),
    ],
    ['drops what denies', 'leavesOthersAlone', withStatements((all) => all.filter(({ Effect }) => Effect === 'Allow'))],
    [
      'drops what denies',
      'keepsWhatIsNotOurs',
      withStatements((all) => all.filter(({ Effect }) => Effect === 'Allow')),
    ],
    ['turns the order around', 'keepsWhatIsNotOurs', withStatements((all) => [...all].reverse())],
    ['drops a name', 'keepsWhatIsNotOurs', withStatements((all) => all.map(({ Sid: _sid, ...rest }) => rest))],
    ['changes the version', 'keepsWhatIsNotOurs', spoilt((d) => d.replace('2008-10-17', '2012-10-17'))],
  ])('%s: %s', (_what, name, edit) => {
    expect(fc.check<unknown>(properties[name](edit), { numRuns: 3000, seed: 42, endOnFailure: true }).failed).toBe(
      true,
    );
  });
});
