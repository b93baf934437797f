import { placeholderAudience } from '../../../federation/names';
import type { Breach, Ground } from './breach';
import { isInTransfer, named, providerOf, type StandingRole } from './ground';
import { subjectsNow } from './named-subjects';
import { admits, audiencesIn, missingFrom, rawStatements } from './statements';

/**
 * Tries every role with every service principal of its tenant. Who gets in must be named by the policies; where the
 * policies do not bind the role, or gave in to its owner, what people wrote there is their own affair.
 */
export const openness = (ground: Ground): readonly Breach[] =>
  ground.roles.flatMap((standing) => {
    const provider = providerOf(standing, ground);
    if (provider === undefined) return [];
    const { role, account, cast, record } = standing;
    const allowed = isClosedOff(standing) ? new Set<string>() : subjectsNow(standing, ground);
    const audiences = new Set([
      ...audiencesIn(role.trustPolicy, provider),
      ...ground.stage.organization.providers(account.id).flatMap((one) => one.audiences),
    ]);
    // Nobody can register it, so that there are no tokens for it.
    audiences.delete(placeholderAudience);
    const statements = rawStatements(role.trustPolicy);
    const byPeople = statements.filter(
      (statement) => missingFrom([statement], rawStatements(cast.written)).length === 0,
    );
    const isWaiting = isInTransfer(standing, ground);
    const isPeoples = (index: number): boolean =>
      (standing.verdict.kind !== 'bind' || record?.state === 'contested' || isWaiting) &&
      byPeople.includes(statements[index]);
    return ground.principals.flatMap(({ id: subject, displayName, identityProvider, isLive }) => {
      if (!isLive || identityProvider !== provider.name || allowed.has(subject)) return [];
      const open = [...audiences].find((audience) => {
        const decision = admits(role.trustPolicy, account.id, provider, { audience, subject }, ground);
        return decision.decision === 'granted' && !isPeoples(decision.statement);
      });
      return open === undefined
        ? []
        : [
            {
              invariant: 'never-wider' as const,
              what: `${named(standing)} is open to ${displayName} (${subject}) with tokens for ${open}; the policies do not name it.`,
            },
          ];
    });
  });

/** Whether nobody at all may come in by the factory. */
const isClosedOff = ({ record }: StandingRole): boolean => record?.state === 'revoked';
