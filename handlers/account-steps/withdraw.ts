import { bindingParameter } from '../../federation/names';
import type { BindingRecord } from '../../federation/records';
import { declaredBinding } from '../../federation/verdict';
import type { AccountStepsPorts } from './ports';
import { writeOver } from './records';

/** Takes away what is published of a binding that the YAML no longer declares; the binding itself stays as it is. */
export const withdraw = async (
  binding: BindingRecord | undefined,
  ports: AccountStepsPorts,
): Promise<BindingRecord | undefined> => {
  if (binding?.published !== true || declaredBinding(ports.policy, binding.account, binding.roleName) !== undefined)
    return binding;
  const parameters = await ports.accounts.parameters(binding.account);
  await parameters.remove(bindingParameter(binding.roleName));
  const { published, stale, ...rest } = binding;
  return writeOver(binding, rest, ports);
};
