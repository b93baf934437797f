import { compareText } from '../compare';
import type { ExaminedAccount, ExaminedRole } from '../examine';
import { ownerOf } from '../owner';
import { namesOf } from '../reconcile/observation';
import { exemptionExpired, exemptionOf, expiredExemptions, type Exemption } from './exemption';
import { severities, type Finding, type FindingDescription, type Observation } from './finding';
import { checks } from './checks';

/**
 * What is observed and the policies forbid, or somebody should know of: one file a check, with what it means and how it is
 * mended. Exemptions mark findings and change nothing else.
 */
export { exempts, type Exemption } from './exemption';
export { severities, type Check, type Finding, type FindingDescription, type Severity } from './finding';

/** What can be found, by id. */
export const findingDescriptions: readonly FindingDescription[] = [...checks, exemptionExpired].toSorted((one, other) =>
  compareText(one.id, other.id),
);

/** Everything that is found in an account, the worst first, whatever the order of what was observed. */
export const findingsOf = (examined: ExaminedAccount, exemptions: readonly Exemption[]): readonly Finding[] => {
  const { account, now } = examined.observation;
  const roles = namesOf(examined.roles, ({ role }) => role.name);
  const complete = (description: FindingDescription, observation: Observation): Finding => ({
    ...observation,
    id: description.id,
    severity: observation.severity ?? description.severity,
    account: account.id,
    ...aboutRole(roles.get(observation.role?.toLowerCase() ?? '')),
  });
  const found = checks.flatMap((check) => check.find(examined).map((observation) => complete(check, observation)));
  if (exemptions.length === 0) return found.toSorted(byWeight);
  const marked = found.map((finding): Finding => {
    const exemption = exemptionOf(finding, account, exemptions, now);
    if (exemption === undefined) return finding;
    const { reason, owner, until } = exemption;
    return { ...finding, exemption: { reason, owner, until } };
  });
  const expired = expiredExemptions(
    marked.filter(({ exemption }) => exemption === undefined),
    account,
    exemptions,
    now,
  );
  return [...marked, ...expired.map((observation) => complete(exemptionExpired, observation))].toSorted(byWeight);
};

const aboutRole = (examined: ExaminedRole | undefined): Pick<Finding, 'policy' | 'owner'> => {
  if (examined === undefined || examined.verdict.kind === 'leave') return {};
  const { policy } = examined.verdict;
  const owner = ownerOf(examined.role, policy);
  return { policy: policy.name, ...(owner !== undefined && { owner }) };
};

const byWeight = (one: Finding, other: Finding): number =>
  severities.indexOf(one.severity) - severities.indexOf(other.severity) || compareText(keyOf(one), keyOf(other));

const keyOf = ({ id, role = '', subject = '', because }: Finding): string =>
  [id, role.toLowerCase(), subject, because].join('\n');
