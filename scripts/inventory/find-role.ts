import type { CompiledPolicy } from '../../federation/compiled-policy';
import { examineRoles, type ExaminedRole, type InventoriedAccount } from '../../federation/examine';
import { observationOf } from '../../federation/inventoried-account';
import { fileErrorCode } from '../file-errors';
import type { ToldFailure } from '../tell-failure';
import { linesOf } from './lines';

import { readLine } from './read-accounts';

/** A role to look for: by its ARN, or by its name, which IAM takes whatever its case. */
export interface RoleWish {
  readonly role: string;
  /** Id or name of the account; unless the role is given by its ARN, or there is only one of that name. */
  readonly account?: string;
}

/** A role of an inventory, in its account. */
export interface FoundRole {
  readonly account: InventoriedAccount;
  readonly examined: ExaminedRole;
}

/** Finds a role in an inventory. Only the lines in which its name stands are parsed. */
export const findRole = async (
  file: string,
  wish: RoleWish,
  policy: CompiledPolicy,
  now: Date,
): Promise<FoundRole | ToldFailure> => {
  const found: FoundRole[] = [];
  const name = wish.role.slice(wish.role.lastIndexOf('/') + 1).toLowerCase();
  try {
    for await (const lines of linesOf(file))
      for (const { number, text } of lines) {
        if (!text.toLowerCase().includes(name)) continue;
        const read = readLine(number, text);
        if ('problem' in read) return { code: 'invalid-inventory', message: `${file}:${number}  ${read.problem}` };
        if (!isWanted(read.account.account, wish)) continue;
        const roles = read.account.roles.filter((role) => role.arn === wish.role || role.name.toLowerCase() === name);
        if (roles.length > 0) found.push(...examined(observationOf({ ...read.account, roles }, policy, now), policy));
      }
  } catch (error) {
    const code = fileErrorCode(error);
    if (code === undefined) throw error;
    return { code: 'invalid-argument', message: `\`${file}\` cannot be read (${code}). Name an inventory.` };
  }
  const [first, second] = found;
  if (first === undefined)
    return {
      code: 'role-not-found',
      message: `The inventory has no role \`${wish.role}\`${wish.account === undefined ? '' : ` in ${wish.account}`}. Roles that trust no OIDC provider may be left out of it.`,
    };
  if (second === undefined) return first;
  const some = found.slice(0, 5).map(({ examined: { role } }) => role.arn);
  return {
    code: 'role-ambiguous',
    message: `There are ${found.length} roles \`${wish.role}\`. Give the ARN, or the account: ${some.join(', ')}${found.length > some.length ? ', …' : ''}.`,
  };
};

const examined = (account: InventoriedAccount, policy: CompiledPolicy): readonly FoundRole[] =>
  examineRoles(account, policy).map((role) => ({ account, examined: role }));

const isWanted = (
  account: { readonly id: string; readonly name: string },
  { role, account: wanted }: RoleWish,
): boolean =>
  role.startsWith('arn:')
    ? role.split(':')[4] === account.id
    : wanted === undefined || wanted === account.id || wanted.toLowerCase() === account.name.toLowerCase();
