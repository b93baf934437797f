import type { AccountFacts } from '../../federation/compiled-policy';
import { Failure } from '../../federation/failures';
import { partitions } from '../../federation/partition';
import {
  aimedUnit,
  baselineStackSets,
  isOwnStackSet,
  type StackSetView,
  targetedUnits,
} from '../../federation/stack-sets';
import type { AccountStepsPorts } from './ports';

/** So long the StackSets are left to deploy by themselves to an account that is new to them, in milliseconds. */
const patience = 10 * 60_000;

/**
 * Asks for the stack instances that an account in scope lacks in the factory's own StackSets, one StackSet after the other,
 * as roles can be created once the last one is there; answers what there is to say of the first that is not. Nothing is
 * asked for a second time: an instance that is there, in whatever state, is CloudFormation's. Whoever waits calls it again.
 * @param since when the account became known, in ISO 8601.
 */
export const requestInstances = async (
  facts: AccountFacts,
  since: string,
  ports: Pick<AccountStepsPorts, 'ownStackSets' | 'policy' | 'clock'>,
): Promise<string> => {
  try {
    const view = await ports.ownStackSets.open();
    if (view === undefined)
      return 'The factory cannot ask for its stack instances: `oidc-factory deploy hook` makes the role for that.';
    const isNew = ports.clock.now().getTime() - Date.parse(since) < patience;
    for (const name of baselineStackSets) {
      const said = await requestInstance(name, facts, isNew, view, ports.policy);
      if (said !== undefined) return said;
    }
    return 'Its stack instances are there.';
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (error.code === 'Locked') return 'Another operation of a StackSet runs, and the factory asks after it.';
    if (error.code === 'AccessDenied')
      return `The factory cannot ask for its stack instances. ${error.what} \`oidc-factory deploy hook\` brings its role up to date.`;
    throw error;
  }
};

/** Undefined where the account has what the StackSet brings. @throws Failure as the view's calls do */
const requestInstance = async (
  name: string,
  { id: account, organizationalUnit }: AccountFacts,
  isNew: boolean,
  view: StackSetView,
  policy: AccountStepsPorts['policy'],
): Promise<string | undefined> => {
  const { organization, organizationalUnits } = policy;
  const region = partitions[organization.partition].iamEventRegion;
  const stackSet = await view.describe(name);
  if (stackSet === undefined) return `There is no StackSet ${name}: \`oidc-factory deploy stacksets\` makes it.`;
  if (!isOwnStackSet(stackSet, organization.id)) return `The StackSet ${name} is not the factory's own.`;
  const instance = (await view.instances(name, account)).find((one) => one.region === region);
  if (instance?.status === 'CURRENT') return undefined;
  if (instance !== undefined)
    return `Its instance in the StackSet ${name} is ${instance.status}. ${instance.reason ?? ''}`.trim();
  // Whatever else it is aimed at: the role may ask in the units of the targets only.
  const aimedAt = targetedUnits(policy).filter((id) => stackSet.organizationalUnits.includes(id));
  const unit = aimedUnit(aimedAt, organizationalUnit, organizationalUnits);
  if (unit === undefined)
    return `The StackSet ${name} is not aimed at ${organizationalUnit}: \`oidc-factory deploy stacksets\` aims it.`;
  if (isNew) return `The StackSet ${name} has not deployed to it by itself yet.`;
  if ((await view.runningOperation(name)) !== undefined)
    return `Another operation of the StackSet ${name} runs, and the factory asks after it.`;
  await view.createInstances({ name, organizationalUnits: [unit], accounts: [account], regions: [region] });
  return `The factory has asked for its instance in the StackSet ${name}.`;
};
