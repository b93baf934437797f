import type { AccountFacts } from '../../federation/compiled-policy';
import { inWaves } from '../../federation/waves';
import { compiled, policy } from './support/cases';

const account = (id: string, organizationalUnit: string): AccountFacts => ({
  id,
  name: id,
  organizationalUnit,
  tags: {},
});
const within = (path: string) => ({ within: [{ organizationalUnits: [{ path, direct: false }] }] });

it('puts accounts first in which a policy is enforced first, and last those where all only report', () => {
  const policies = [
    policy({ match: within('/Sandbox'), enforcement: 'enforce', enforceFrom: '2027-01-11' }),
    policy({ match: within('/Workloads'), enforcement: 'enforce', enforceFrom: '2027-02-01' }),
    policy({ match: within('/Core'), enforcement: 'enforce' }),
    policy({ match: {}, enforcement: 'audit' }),
  ];
  const accounts = [
    account('1', '/Elsewhere'),
    account('2', '/Workloads/Prod'),
    account('4', '/Sandbox'),
    account('3', '/Sandbox'),
    account('5', '/Core'),
  ];
  expect(inWaves(accounts, compiled({ policies })).map(({ id }) => id)).toEqual(['5', '3', '4', '2', '1']);
});
