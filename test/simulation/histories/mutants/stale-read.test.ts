import { placeholderAudience } from '../../../../federation/names';
import { pinTrust } from '../../../../federation/trust/pin';
import { managedProvider } from '../../../../federation/verdict';
import type * as RoleBindTrust from '../../../../handlers/account-steps/steps/role-bind-trust';
import type * as RoleInspect from '../../../../handlers/account-steps/steps/role-inspect';
import { roleOf } from '../../../../handlers/step';
import { findBreach } from './find-breach';

/** Trust policies as the first step of an execution read them. */
const mockRead = new Map<string, string>();
const mockPin = (...given: Parameters<typeof pinTrust>) => pinTrust(...given);
const mockProvider = (...given: Parameters<typeof managedProvider>) => managedProvider(...given);
const mockPlaceholder = placeholderAudience;

jest.mock('../../../../handlers/account-steps/steps/role-inspect', () => {
  const real: typeof RoleInspect = jest.requireActual('../../../../handlers/account-steps/steps/role-inspect');
  const roleInspect: typeof real.roleInspect = {
    ...real.roleInspect,
    run: async (request, ports) => {
      const { account, roleName } = roleOf(request);
      const done = await real.roleInspect.run(request, ports);
      if (done['verdict'] !== 'bind') return done;
      const role = await (await ports.accounts.open(account)).getRole(roleName);
      if (role !== undefined) mockRead.set(request.execution, role.trustPolicy);
      return done;
    },
  };
  return { ...real, roleInspect };
});

/** Writes into the trust policy that the first step has read, as the seed's published implementation does. */
jest.mock('../../../../handlers/account-steps/steps/role-bind-trust', () => {
  const real: typeof RoleBindTrust = jest.requireActual('../../../../handlers/account-steps/steps/role-bind-trust');
  const roleBindTrust: typeof real.roleBindTrust = {
    ...real.roleBindTrust,
    run: async (request, ports) => {
      const { account, roleName } = roleOf(request);
      const binding = await ports.table.readBinding(account, roleName);
      const provider = ports.policy.identityProviders.find(({ name }) => name === binding?.identityProvider);
      const read = mockRead.get(request.execution);
      if (
        binding?.audience === undefined ||
        binding.subjects === undefined ||
        provider === undefined ||
        read === undefined
      )
        return real.roleBindTrust.run(request, ports);
      const pinned = mockPin(read, {
        provider: mockProvider(ports.policy, account, provider),
        ownAudiences: [mockPlaceholder, ...binding.audiences],
        audience: binding.audience,
        subjects: binding.subjects,
      });
      if (pinned.kind !== 'changed') return { trust: 'unchanged' };
      await (await ports.accounts.open(account)).updateAssumeRolePolicy(roleName, pinned.document);
      return { trust: 'changed' };
    },
  };
  return { ...real, roleBindTrust };
});

it('finds that what an earlier step has read is written without another look', async () => {
  expect(await findBreach(['compare-before-write', 'foreign-kept'])).toBeDefined();
}, 120_000);
