import { hostAndPathOf } from '../../issuer';
import { profileOf } from '../../issuer-profiles';
import { ofAdmissions } from '../reading';
import type { Check } from '../finding';

export const issuerRetiring: Check = {
  id: 'issuer-retiring',
  severity: 'medium',
  meaning:
    'A role trusts, or an account has, an issuer that is about to end: what signs in through it will stop to work.',
  remedy: 'Follow what the sentence says before that day.',
  find: (examined) => [
    ...ofAdmissions(examined, ({ issuer }) => retiring(issuer)),
    ...examined.observation.allProviders.flatMap(({ issuer }) =>
      retiring(hostAndPathOf(issuer)).map((because) => ({ subject: issuer, because })),
    ),
  ],
};

const retiring = (issuer: string): readonly string[] => {
  const end = profileOf(issuer)?.retiring;
  if (end === undefined) return [];
  const from = end.from === undefined ? '' : ` From ${end.from} on it issues nothing.`;
  return [`${end.because}${from} Trust ${end.instead} instead of ${issuer}.`];
};
