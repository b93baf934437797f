import type * as Pin from '../../../../federation/trust/pin';
import { findBreach } from './find-breach';

/** As the seed's published implementation writes it: with the audience alone. */
jest.mock('../../../../federation/trust/pin', () => {
  const real: typeof Pin = jest.requireActual('../../../../federation/trust/pin');
  const withoutSubject = (document: string): string =>
    JSON.stringify(JSON.parse(document, (_key, value: unknown) => dropSubject(value)));
  const dropSubject = (value: unknown): unknown =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).filter(([key]) => !key.toLowerCase().endsWith(':sub')))
      : value;
  const pinTrust: typeof Pin.pinTrust = (trustPolicy, pins) => {
    const pinned = real.pinTrust(trustPolicy, pins);
    if (pinned.kind !== 'changed') return pinned;
    const document = withoutSubject(pinned.document);
    const before: unknown = typeof trustPolicy === 'string' ? JSON.parse(trustPolicy) : trustPolicy.raw;
    return document === JSON.stringify(before) ? { kind: 'unchanged' } : { ...pinned, document };
  };
  return { ...real, pinTrust };
});

it('finds that a trust policy without a subject lets everybody of the tenant in', async () => {
  const found = await findBreach(['never-wider']);
  expect(found?.what).toMatch(/lets .* in|is open to/);
}, 120_000);
