import type {
  ReportedAccount,
  ReportedCredential,
  ReportedFinding,
  ReportedProvider,
} from '../../schemas/generated/reports/report.types';
import type { AccountFacts, CompiledPolicy } from '../compiled-policy';
import { compareText } from '../compare';
import type { ExaminedAccount } from '../examine';
import type { Finding } from '../findings';
import { hostAndPathOf } from '../issuer';
import { outOfScope } from '../verdict';
import { coverageOf, noCoverage } from './counts';
import { reportRoles } from './roles';

/** Reports accounts one by one, and keeps what they have in common. */
export interface AccountReporter {
  /** An account that was observed. */
  observed(examined: ExaminedAccount, observedAt: string, findings: readonly Finding[]): ReportedAccount;
  /** An account of the lock file that the inventory does not have. */
  missing(account: AccountFacts): ReportedAccount;
  /** The federated credentials of the accounts so far, to which their roles point. */
  credentials(): readonly ReportedCredential[];
}

/** Makes a reporter for the accounts of one report. */
export const createAccountReporter = (policy: CompiledPolicy): AccountReporter => {
  const credentials: ReportedCredential[] = [];
  const places = new Map<string, number>();
  const placeOf = ({ issuer, subject }: ReportedCredential): number => {
    const key = `${issuer}\n${subject}`;
    const known = places.get(key);
    if (known !== undefined) return known;
    credentials.push({ issuer, subject });
    places.set(key, credentials.length - 1);
    return credentials.length - 1;
  };
  return {
    observed: (examined, observedAt, findings) => {
      const roles = reportRoles(examined, placeOf);
      return {
        ...factsOf(examined.observation.account, policy),
        observedAt,
        coverage: coverageOf(roles),
        roles,
        providers: providersOf(examined),
        findings: findings.map(reportFinding),
      };
    },
    missing: (account) => ({
      ...factsOf(account, policy),
      coverage: noCoverage,
      roles: [],
      providers: [],
      findings: [],
    }),
    credentials: () => credentials,
  };
};

const factsOf = (
  account: AccountFacts,
  policy: CompiledPolicy,
): Pick<ReportedAccount, 'id' | 'name' | 'organizationalUnit' | 'scope'> => {
  const { id, name, organizationalUnit } = account;
  const reason = outOfScope(account, policy);
  const scope = reason === undefined ? 'inside' : reason.code === 'account-excluded' ? 'excluded' : 'outside';
  return { id, name, organizationalUnit, scope };
};

const providersOf = ({ observation, policy }: ExaminedAccount): readonly ReportedProvider[] =>
  observation.allProviders
    .map(({ issuer, audiences }) => {
      const managed = [...policy.identityProviders, ...policy.outsideProviders].find((each) => each.issuer === issuer);
      return {
        issuer: hostAndPathOf(issuer),
        ...(managed !== undefined && { identityProvider: managed.name }),
        ...(audiences !== undefined && { audiences: audiences.length }),
      };
    })
    .toSorted((one, other) => compareText(one.issuer, other.issuer));

const reportFinding = ({ account: _, ...finding }: Finding): ReportedFinding => finding;
