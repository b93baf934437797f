import type { ExaminedRole } from '../examine';
import type { Admission, ClaimText } from '../trust/admissions';
import { hostAndPathOf } from '../issuer';
import { admitsSomebody } from '../trust/widening';

/** Who has named the ones that are admitted: the factory's binding, the policy's YAML, or nobody. */
export type NamedBy = 'binding' | 'policy' | 'nobody';

/** Somebody who may assume a role, and by what. */
export type Admitted =
  | { readonly kind: 'web-identity'; readonly admission: Admission; readonly namedBy: NamedBy }
  /** Principals of AWS: accounts, roles, services, SAML providers; the policies say nothing of them. */
  | {
      readonly kind: 'principal';
      readonly statement: number;
      readonly principal: string;
      readonly conditions: boolean;
    };

/** Lists who may assume a role by its trust policy, statement by statement, and whether the policies named them. */
export const whoCan = (examined: ExaminedRole): readonly Admitted[] => [
  ...examined.admissions.filter(admitsSomebody).map((admission) => ({
    kind: 'web-identity' as const,
    admission,
    namedBy: namedBy(admission, examined),
  })),
  ...(examined.trust?.statements ?? []).flatMap(({ effect, principals, notPrincipal, condition }, statement) =>
    effect === 'Deny' || notPrincipal
      ? []
      : Object.entries(principals)
          .flatMap(([kind, names]) => names.map((name) => [kind, name] as const))
          .filter(([kind, name]) => kind !== 'Federated' || name.includes(':saml-provider/'))
          .map(([kind, name]) => ({
            kind: 'principal' as const,
            statement,
            principal: kind === '*' ? 'everybody' : `${kind} ${name}`,
            conditions: condition !== undefined,
          })),
  ),
];

const namedBy = (
  { issuer, audiences, subjects }: Admission,
  { record, verdict }: Pick<ExaminedRole, 'record' | 'verdict'>,
): NamedBy => {
  const isOnly = (texts: readonly ClaimText[] | undefined, allowed: readonly string[]): boolean =>
    texts?.every(({ text, isPattern }) => !isPattern && allowed.includes(text)) ?? false;
  const isBinding =
    record !== undefined &&
    record.state !== 'unbound' &&
    issuer === hostAndPathOf(record.issuer) &&
    isOnly(audiences, record.audience === undefined ? [] : [record.audience]) &&
    isOnly(subjects, record.subjects ?? []);
  if (isBinding) return 'binding';
  const caller = verdict.kind === 'leave' ? undefined : verdict.policy.caller;
  return caller?.kind === 'existing' && isOnly(audiences, [caller.audience]) && isOnly(subjects, caller.principals)
    ? 'policy'
    : 'nobody';
};
