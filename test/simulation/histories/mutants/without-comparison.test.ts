import type * as RoleBindTrust from '../../../../handlers/account-steps/steps/role-bind-trust';
import { roleOf } from '../../../../handlers/step';
import { findBreach } from './find-breach';

/** Writes in any case, also what stands there already. */
jest.mock('../../../../handlers/account-steps/steps/role-bind-trust', () => {
  const real: typeof RoleBindTrust = jest.requireActual('../../../../handlers/account-steps/steps/role-bind-trust');
  const roleBindTrust: typeof real.roleBindTrust = {
    ...real.roleBindTrust,
    run: async (request, ports) => {
      const done = await real.roleBindTrust.run(request, ports);
      if (done['trust'] === 'changed') return done;
      const { account, roleName } = roleOf(request);
      const iam = await ports.accounts.open(account);
      const role = await iam.getRole(roleName);
      if (role !== undefined) await iam.updateAssumeRolePolicy(role.name, role.trustPolicy);
      return done;
    },
  };
  return { ...real, roleBindTrust };
});

it('finds that a trust policy is written that is right already', async () => {
  const found = await findBreach(['compare-before-write']);
  expect(found?.what).toContain('was written though it was right already');
}, 120_000);
