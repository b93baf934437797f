import { audienceQuota } from '../../reconcile';
import { ofRoles } from '../reading';
import type { Check } from '../finding';

export const quotaNear: Check = {
  id: 'quota-near',
  severity: 'medium',
  meaning: 'A quota of IAM is nearly used up: the audiences of an OIDC provider, or the length of a trust policy.',
  remedy:
    'Of audiences: give roles one caller in common, or `audience: per-account`. Of a trust policy: take statements out, or have the quota raised and `perAccount.trustPolicyLength` set.',
  find: (examined) => [
    ...examined.observation.allProviders
      .filter(({ audiences = [] }) => audiences.length >= audienceQuota * share)
      .map(({ issuer, audiences = [] }) => ({
        subject: issuer,
        because: `The OIDC provider of ${issuer} has ${audiences.length} of ${audienceQuota} audiences.`,
      })),
    ...ofRoles(examined, ({ role, admissions }) => {
      if (admissions.length === 0) return [];
      const quota = examined.policy.perAccount.trustPolicyLength;
      if (role.trustPolicy.length < quota * share) return [];
      const length = role.trustPolicy.replace(/\s/g, '').length;
      return length >= quota * share ? [`The trust policy has ${length} of ${quota} characters.`] : [];
    }),
  ],
};

/** From so much of a quota on it is told. */
const share = 0.9;
