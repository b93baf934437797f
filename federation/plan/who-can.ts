import type { ExaminedRole } from '../examine';
import type { Admission, ClaimText } from '../trust/admissions';
import type { TrustStatement } from '../trust/document';
import { isWithin } from '../trust/outside-statements';
import { hostAndPathOf, sameIssuer } from '../issuer';
import { admitsSomebody } from '../trust/widening';
import type { OutsideTerms } from '../verdict';

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
  ...(examined.trust?.statements ?? []).flatMap((each, statement) =>
    each.effect === 'Deny'
      ? []
      : principalsOf(each).map((principal) => ({
          kind: 'principal' as const,
          statement,
          principal,
          conditions: each.condition !== undefined,
        })),
  ),
];

const principalsOf = ({ principals, notPrincipal }: TrustStatement): readonly string[] => {
  const named = Object.entries(principals).flatMap(([kind, names]) => names.map((name) => [kind, name] as const));
  if (notPrincipal) return [`everybody but ${named.map((one) => one.join(' ')).join(', ')}`];
  return named
    .filter(([kind, name]) => kind !== 'Federated' || name.includes(':saml-provider/'))
    .map(([kind, name]) => (kind === '*' ? 'everybody' : `${kind} ${name}`));
};

const namedBy = (admission: Admission, { record, verdict }: Pick<ExaminedRole, 'record' | 'verdict'>): NamedBy => {
  const { issuer, audiences, subjects } = admission;
  const isOnly = (texts: readonly ClaimText[] | undefined, allowed: readonly string[]): boolean =>
    texts?.every(({ text, isPattern }) => !isPattern && allowed.includes(text)) ?? false;
  const isBinding =
    record !== undefined &&
    record.state !== 'unbound' &&
    issuer === hostAndPathOf(record.issuer) &&
    isOnly(audiences, record.audience === undefined ? [] : [record.audience]) &&
    isOnly(subjects, record.subjects ?? []);
  if (isBinding) return 'binding';
  const outside = verdict.kind === 'refuse' || verdict.kind === 'leave' ? verdict.outside : undefined;
  if (outside !== undefined && isNamedOutside(admission, outside)) return 'policy';
  const caller = verdict.kind === 'leave' ? undefined : verdict.policy.caller;
  return caller?.kind === 'existing' && isOnly(audiences, [caller.audience]) && isOnly(subjects, caller.principals)
    ? 'policy'
    : 'nobody';
};

/** Whether everybody who is admitted is one whom a policy for an outside issuer names. */
const isNamedOutside = ({ issuer, audiences, subjects }: Admission, outside: OutsideTerms): boolean =>
  sameIssuer(outside.issuer, issuer) &&
  audiences?.every(({ text }) => outside.audiences.includes(text)) === true &&
  subjects?.every(({ text, ignoresCase }) => !ignoresCase && isWithin(text, outside.subjects)) === true;
