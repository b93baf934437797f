import type { CompiledPolicy } from '../../federation/compiled-policy';
import { examine, type ExaminedAccount } from '../../federation/examine';
import { importableOf, type Candidate, type LeftOut } from '../../federation/import';
import { observationOf } from '../../federation/inventoried-account';
import { planAccount } from '../../federation/plan';
import { readAccounts, type BadLine } from '../inventory';

/** What of an inventory can be brought under the configuration. */
export interface Survey {
  readonly candidates: readonly Candidate[];
  readonly leftOut: readonly LeftOut[];
  readonly managed: number;
  /** Accounts with an OIDC provider that was made by hand, by the name of the identity provider. */
  readonly providers: ReadonlyMap<string, readonly string[]>;
}

/** Looks through an inventory; bad lines are told, and accounts that are there twice. Errors of the file system are thrown. */
export const surveyInventory = async (
  file: string,
  policy: CompiledPolicy,
  now: Date,
): Promise<Survey | { readonly bad: readonly BadLine[] }> => {
  const candidates: Candidate[] = [];
  const leftOut: LeftOut[] = [];
  const providers = new Map<string, string[]>();
  const bad: BadLine[] = [];
  const seen = new Map<string, number>();
  let managed = 0;
  for await (const batch of readAccounts(file))
    for (const read of batch) {
      if ('problem' in read) {
        bad.push(read);
        continue;
      }
      const { account, line } = read;
      const { id } = account.account;
      const earlier = seen.get(id);
      if (earlier !== undefined) {
        bad.push({ line, problem: `The account ${id} is in line ${earlier} already. Keep the newer of the two.` });
        continue;
      }
      seen.set(id, line);
      const found = importableOf(examine(observationOf(account, policy, now), policy));
      candidates.push(...found.candidates);
      leftOut.push(...found.leftOut);
      managed += found.managed;
      for (const name of found.providers) providers.set(name, [...(providers.get(name) ?? []), id]);
    }
  return bad.length > 0 ? { bad } : { candidates, leftOut, managed, providers };
};

/**
 * Looks through the inventory once more, with the policies that were written: who would still be refused, or would have
 * anything done, is not imported after all.
 */
export const unsettledBy = async (
  file: string,
  policy: CompiledPolicy,
  candidates: readonly Candidate[],
  now: Date,
): Promise<readonly LeftOut[]> => {
  const wanted = new Set(candidates.map(keyOf));
  const unsettled: LeftOut[] = [];
  for await (const batch of readAccounts(file))
    for (const read of batch) {
      if ('problem' in read || !candidates.some(({ account }) => account === read.account.account.id)) continue;
      const observation = observationOf(read.account, policy, now);
      const { actions } = planAccount(observation, policy);
      for (const { role, verdict } of examine(observation, policy).roles) {
        const key = { account: observation.account.id, role: role.name };
        if (!wanted.has(keyOf(key))) continue;
        const because = [
          ...(isSettled(verdict) ? [] : verdict.reasons.map((reason) => reason.because)),
          ...actions.filter((action) => action.role === role.name).flatMap((action) => action.because),
        ];
        if (because.length > 0) unsettled.push({ ...key, because: because.join(' ') });
      }
    }
  return unsettled;
};

const isSettled = ({ kind, reasons }: ExaminedAccount['roles'][number]['verdict']): boolean =>
  kind === 'audit' || (kind === 'leave' && reasons.some(({ code }) => code === 'trust-within-policy'));

/** Identifies a role; IAM takes names for the same whatever their case. */
export const keyOf = ({ account, role }: { readonly account: string; readonly role: string }): string =>
  `${account}/${role.toLowerCase()}`;
