import fc from 'fast-check';
import { parseTrustPolicy } from '../../../federation/trust/document';
import { evaluateTrust } from '../../../federation/trust/evaluate';
import { sameJson, sameMeaning } from '../../../federation/trust/json';
import { isClaimKey, managedStatements, pinsText } from '../../../federation/trust/managed-statements';
import { pinTrust, type Pins } from '../../../federation/trust/pin';
import { unpinTrust } from '../../../federation/trust/unpin';
import { audience, host, pins as givenPins, placeholder, provider } from '../support/cases';
import { after, context, isIdempotent, leavesOthersAlone, trustPolicy } from '../support/pin-properties';

const pins: Pins = { ...givenPins, ownAudiences: [placeholder, audience], maxLength: 1e6 };
const unpin = (before: string, { maxLength }: Partial<Pins> = pins) =>
  unpinTrust(before, { provider, ownAudiences: pins.ownAudiences, ...(maxLength !== undefined && { maxLength }) });
const runs = { numRuns: 600 };

const admits = (document: string, claims: Readonly<Record<string, readonly string[]>>): boolean =>
  evaluateTrust(document, {
    action: 'sts:AssumeRoleWithWebIdentity',
    principal: { kind: 'federated', arn: provider.arn },
    context: claims,
  }).decision === 'granted';
const isForPlaceholder = (claims: Readonly<Record<string, readonly string[]>>): boolean =>
  claims[`${host}:aud`]?.[0] === placeholder;

describe('whatever the trust policy, unpinTrust', () => {
  it('is undone by pinTrust', () => {
    const roundTrip = fc.property(trustPolicy, (before) => {
      const pinned = after(before, pinTrust(before, pins));
      if (pinned === undefined) return true;
      const unpinned = unpin(pinned);
      if (unpinned.kind !== 'changed') return false;
      const again = pinTrust(unpinned.document, pins);
      return again.kind === 'changed' && sameMeaning(JSON.parse(again.document), JSON.parse(pinned));
    });
    fc.assert(roundTrip, runs);
  });

  it('leaves nobody a way in through what is the factory’s', () => {
    const closed = fc.property(trustPolicy, context, (before, claims) => {
      const pinned = after(before, pinTrust(before, pins));
      return pinned === undefined || isForPlaceholder(claims) || !admits(after(pinned, unpin(pinned))!, claims);
    });
    fc.assert(closed, runs);
  });

  it('admits no token that was not admitted before', () => {
    const narrower = fc.property(trustPolicy, context, (before, claims) => {
      const document = after(before, unpin(before));
      return document === undefined || isForPlaceholder(claims) || !admits(document, claims) || admits(before, claims);
    });
    fc.assert(narrower, runs);
  });

  it('changes the audiences of its own statements and nothing else', () => {
    const withoutOwn = (raw: Readonly<Record<string, unknown>>): unknown => ({
      ...raw,
      Condition: Object.entries((raw['Condition'] ?? {}) as Record<string, Record<string, unknown>>).map(
        ([operator, keys]) => [
          operator,
          Object.entries(keys).map(([key, value]) =>
            pinsText(operator) && isClaimKey(key, provider, 'aud') ? [key] : [key, value],
          ),
        ],
      ),
    });
    const minimal = fc.property(trustPolicy, (before) => {
      const document = after(before, unpin(before));
      if (document === undefined) return true;
      const [from, to] = [parseTrustPolicy(before)!, parseTrustPolicy(document)!];
      const own = new Set(
        managedStatements(from, provider, pins.ownAudiences)
          .filter(({ foreignBecause }) => foreignBecause.length === 0)
          .map(({ index }) => index),
      );
      return (
        to.raw['Version'] === from.raw['Version'] &&
        from.statements.length === to.statements.length &&
        from.statements.every(({ raw }, index) => {
          const now = to.statements[index]!.raw;
          return own.has(index)
            ? sameJson(withoutOwn(raw), withoutOwn(now))
            : JSON.stringify(raw) === JSON.stringify(now);
        })
      );
    });
    fc.assert(minimal, runs);
  });

  it.each([
    ['has nothing to do twice', isIdempotent],
    ['leaves everybody else alone', leavesOthersAlone],
  ] as const)('%s', (_what, property) => {
    fc.assert<unknown>(property(unpin), runs);
  });
});
