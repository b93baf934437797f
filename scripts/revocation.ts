import type { CheckedProject } from './project';
import { parseArn } from '../federation/arn';
import { names } from '../federation/names';
import type { Trigger } from '../federation/triggers';
import { plural } from './report-diagnostics';
import type { ToldFailure } from './tell-failure';

/** The role that is meant, and the state machine for what is wanted of it. */
export interface Revocation {
  readonly account: string;
  readonly accountName?: string;
  readonly role: string;
  readonly trigger: 'role-revoked' | 'role-reinstated';
  readonly stateMachineArn: string;
}

/** What somebody has typed. */
export interface RevocationWish {
  /** A name, or an ARN. */
  readonly role: string;
  /** An id, or a name of the lock file. */
  readonly account?: string;
  readonly lift: boolean;
}

/** Finds out what is meant, or says why it cannot be. */
export const readRevocation = (wish: RevocationWish, project: CheckedProject): Revocation | ToldFailure => {
  const named = readRole(wish);
  if ('code' in named) return named;
  const account = findAccount(named.account, project);
  if ('code' in account) return account;

  const trigger = wish.lift ? 'role-reinstated' : 'role-revoked';
  const stateMachineArn = stateMachineFor(trigger, project);
  return typeof stateMachineArn === 'string'
    ? { ...account, role: named.role, trigger, stateMachineArn }
    : stateMachineArn;
};

/** The ARN of the state machine for a trigger, or why there is none. */
export const stateMachineFor = (trigger: Trigger, { workflows, policy }: CheckedProject): string | ToldFailure => {
  const workflow = workflows.find(({ on }) => on.includes(trigger));
  if (workflow === undefined)
    return invalid(`No workflow is for ${trigger}. Bring its file back into workflows/, and have it deployed.`);
  const { partition, homeRegion } = policy.organization;
  return `arn:${partition}:states:${homeRegion}:${policy.factoryAccount}:stateMachine:${names.stateMachine(workflow.name)}`;
};

const readRole = ({
  role,
  account,
}: RevocationWish): ToldFailure | { readonly role: string; readonly account: string } => {
  const arn = parseArn(role);
  if (arn === undefined) {
    if (!roleName.test(role)) return invalid(`\`${role}\` is no name of a role. Name the role without its path.`);
    return account === undefined
      ? invalid('Say in which account the role is: `--account ID|NAME`, or give the ARN of the role.')
      : { role, account };
  }
  const name = /^role\/(?:.*\/)?([^/]+)$/.exec(arn.resource)?.[1];
  if (arn.service !== 'iam' || name === undefined || !roleName.test(name) || !accountId.test(arn.account))
    return invalid(`\`${role}\` is not the ARN of a role.`);
  return account === undefined
    ? { role: name, account: arn.account }
    : invalid('The ARN names the account already: leave `--account` out.');
};

/** An id that the lock file does not know is taken as it is: an account may be newer than the file, and haste is called for. */
export const findAccount = (
  idOrName: string,
  { policy }: CheckedProject,
): ToldFailure | { readonly account: string; readonly accountName?: string } => {
  const accounts = Object.values(policy.accounts);
  if (accountId.test(idOrName)) {
    const accountName = accounts.find(({ id }) => id === idOrName)?.name;
    return { account: idOrName, ...(accountName !== undefined && { accountName }) };
  }
  const found = accounts.filter(({ name }) => name.toLowerCase() === idOrName.toLowerCase());
  const [one] = found;
  if (one === undefined)
    return invalid(`The lock file has no account \`${idOrName}\`. Correct the name, or give the account's id.`);
  return found.length === 1
    ? { account: one.id, accountName: one.name }
    : invalid(
        `${plural(found.length, 'account')} are called \`${idOrName}\`: ${found.map(({ id }) => id).join(', ')}. Give the id.`,
      );
};

const roleName = /^[\w+=,.@-]{1,64}$/;
const accountId = /^[0-9]{12}$/;

const invalid = (message: string): ToldFailure => ({ code: 'invalid-argument', message });
