import { isFindingId } from '../../federation/finding-ids';
import type { Exemption } from '../../federation/findings';
import { unitMatches } from './compile-settings';
import type { Configuration } from './configuration';
import { sortedBy } from './sorted';

/**
 * The exemptions, sorted. They are no part of the compiled policy: what is accepted, and until when, changes nothing that
 * the functions do.
 */
export const compileExemptions = ({ exemptions, lock }: Configuration): readonly Exemption[] => {
  const units = new Map(lock.value.organizationalUnits.map(({ id, path }) => [id, path]));
  const compiled = exemptions.flatMap(({ value: { finding, organizationalUnits, ...rest } }): readonly Exemption[] =>
    isFindingId(finding)
      ? [
          {
            ...rest,
            finding,
            ...(organizationalUnits !== undefined && { organizationalUnits: unitMatches(organizationalUnits, units) }),
          },
        ]
      : [],
  );
  return sortedBy(compiled, ({ finding, account = '', role = '', until }) =>
    [finding, account, role, until].join('\n'),
  );
};
