import fc from 'fast-check';
import { findingIds } from '../../../federation/finding-ids';
import { findingsOf, type Exemption } from '../../../federation/findings';
import { planAccount } from '../../../federation/plan';
import { account, compiled, role } from '../support/cases';
import { examined, inventoried, pinned, type Situation } from '../support/inventoried';

const tooLong: Situation = { roles: [role({ trustPolicy: pinned, maxSessionDurationSeconds: 7200 })] };
const exemption = (change: Partial<Exemption> = {}): Exemption => ({
  finding: 'role-limits',
  account,
  reason: 'migration',
  owner: 'identity-team@example.com',
  until: '2027-03-31',
  ...change,
});
const withOnly = (unit: string): Exemption => {
  const { account: _, ...rest } = exemption();
  return { ...rest, organizationalUnits: [{ path: unit, direct: false }] };
};
const found = (...exemptions: readonly Exemption[]) => findingsOf(examined(tooLong), exemptions);
const isExempted = (...exemptions: readonly Exemption[]): boolean =>
  found(...exemptions).find(({ id }) => id === 'role-limits')?.exemption !== undefined;

describe('an exemption', () => {
  it.each<[string, Exemption, boolean]>([
    ['marks the finding of its account', exemption(), true],
    ['marks the finding of its role', exemption({ role: 'web-*' }), true],
    ['marks the finding of its unit', withOnly('/Workloads'), true],
    ['lasts through its last day', exemption({ until: '2027-01-05' }), true],
    ['has ended on the day after', exemption({ until: '2027-01-04' }), false],
    ['is for no other account', exemption({ account: '555555555555' }), false],
    ['is for no other role', exemption({ role: 'api-*' }), false],
    ['is for no other unit', withOnly('/Sandbox'), false],
    ['is for no other finding', exemption({ finding: 'role-unused' }), false],
  ])('%s', (_what, given, expected) => {
    expect(isExempted(given)).toBe(expected);
  });

  it('is told loudly once it has ended, while what it accepted is there', () => {
    const [first] = found(exemption({ until: '2027-01-04' }));
    expect(first).toMatchObject({ id: 'exemption-expired', severity: 'high' });
    expect(first?.because).toBe(
      'The exemption of role-limits ended on 2027-01-04, and there is still 1 finding of it; identity-team@example.com answers for it.',
    );
  });

  it('is not told of where another one is in force, or nothing is left that it accepted', () => {
    const ended = exemption({ until: '2027-01-04' });
    expect(found(ended, exemption()).map(({ id }) => id)).not.toContain('exemption-expired');
    expect(findingsOf(examined(), [ended]).map(({ id }) => id)).not.toContain('exemption-expired');
  });

  it('never changes what is done, and only marks what is found', () => {
    const any = fc.record(
      {
        finding: fc.constantFrom(...findingIds),
        account: fc.constantFrom(account, '555555555555'),
        role: fc.constantFrom('*', 'web-*', 'x'),
        reason: fc.constant('r'),
        owner: fc.constant('o@example.com'),
        until: fc.constantFrom('2026-01-01', '2027-01-05', '2028-01-01'),
      },
      { requiredKeys: ['finding', 'reason', 'owner', 'until'] },
    );
    const situations: readonly Situation[] = [
      {},
      tooLong,
      { roles: [role()], bindings: [], applications: [] },
      { provider: null },
    ];
    fc.assert(
      fc.property(fc.array(any, { maxLength: 6 }), fc.constantFrom(...situations), (exemptions, situation) => {
        const plain = planAccount(inventoried(situation), compiled(situation.policy));
        const marked = planAccount(inventoried(situation), compiled(situation.policy), { exemptions });
        expect(marked.actions).toEqual(plain.actions);
        const unmarked = marked.findings
          .filter(({ id }) => id !== 'exemption-expired')
          .map(({ exemption: _, ...finding }) => finding);
        expect(unmarked).toEqual(plain.findings);
      }),
      { numRuns: 200 },
    );
  });
});
