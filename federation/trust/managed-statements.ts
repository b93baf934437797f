import { parseArn } from '../arn';
import { sameIssuer } from '../issuer';
import type { Reason } from '../reasons';
import { concernsAction, namesEverybody } from './evaluate';
import type { TrustPolicy, TrustStatement } from './document';
import { parseOperatorName } from './operators';

/** The provider whose statements are looked for. */
export interface ManagedProvider {
  readonly arn: string;
  /** The issuer's URL without its scheme, as the account's provider has it. */
  readonly hostAndPath: string;
}

/** A statement of a managed provider. */
export interface ManagedStatement {
  readonly index: number;
  readonly statement: TrustStatement;
  /**
   * Why the statement is not the factory's to rewrite; empty where it is: where its audience is the placeholder or one
   * that the factory gave this role, and nothing else stands in it that a rewrite would change the meaning of.
   */
  readonly foreignBecause: readonly Reason[];
}

/** Finds the Allow statements through which a provider's tokens could assume the role. */
export const managedStatements = (
  policy: TrustPolicy,
  provider: ManagedProvider,
  ownAudiences: readonly string[],
): readonly ManagedStatement[] =>
  policy.statements.flatMap((statement, index) =>
    statement.effect === 'Allow' &&
    concernsAction(statement, 'sts:AssumeRoleWithWebIdentity') &&
    namesProvider(statement, provider)
      ? [{ index, statement, foreignBecause: foreignBecause(statement, index, provider, ownAudiences) }]
      : [],
  );

/** Whether a condition key is the provider's `aud` or `sub`, with or without the slash at the end of the issuer. */
export const isClaimKey = (key: string, provider: ManagedProvider, claim: 'aud' | 'sub'): boolean => {
  const at = key.lastIndexOf(':');
  if (key.slice(at + 1).toLowerCase() !== claim) return false;
  const issuer = key.slice(0, Math.max(0, at));
  return issuer === provider.hostAndPath || sameIssuer(issuer.toLowerCase(), provider.hostAndPath.toLowerCase());
};

/** The texts that a statement compares a claim of the provider's tokens with, by whichever operator; each once. */
export const textsOfClaim = (
  { comparisons }: TrustStatement,
  provider: ManagedProvider,
  claim: 'aud' | 'sub',
): readonly string[] => [
  ...new Set(comparisons.filter(({ key }) => isClaimKey(key, provider, claim)).flatMap(({ values }) => values)),
];

/** Whether an operator compares text for being the same or alike, in whichever of its forms. */
export const pinsText = (operator: string): boolean =>
  operator === 'StringEquals' || textOperators.has(parseOperatorName(operator).base);

const textOperators: ReadonlySet<string> = new Set(['stringequals', 'stringlike', 'stringequalsignorecase']);

const namesProvider = (statement: TrustStatement, provider: ManagedProvider): boolean => {
  const federated = statement.principals['Federated'] ?? [];
  if (statement.notPrincipal) return !namesEverybody(statement.principals) && !federated.includes(provider.arn);
  return namesEverybody(statement.principals) || federated.some((arn) => isProvider(arn, provider));
};

/**
 * Whether an ARN is meant for the provider: people leave out the slash at its end now and then, or the account, or write
 * it in another case. That of another account is not, for a role only ever trusts the providers of its own.
 */
const isProvider = (arn: string, provider: ManagedProvider): boolean => {
  if (arn === provider.arn) return true;
  const parsed = parseArn(arn);
  const own = parseArn(provider.arn);
  const prefix = 'oidc-provider/';
  return (
    parsed?.service === 'iam' &&
    parsed.partition === own?.partition &&
    ['', own.account].includes(parsed.account) &&
    parsed.resource.startsWith(prefix) &&
    sameIssuer(parsed.resource.slice(prefix.length).toLowerCase(), provider.hostAndPath.toLowerCase())
  );
};

const foreignBecause = (
  statement: TrustStatement,
  index: number,
  provider: ManagedProvider,
  ownAudiences: readonly string[],
): readonly Reason[] => {
  const { principals } = statement;
  const hasOthers = Object.keys(principals).some((kind) => kind !== 'Federated' && (principals[kind] ?? []).length > 0);
  const federated = principals['Federated'] ?? [];
  if (statement.notPrincipal || hasOthers || !federated.every((arn) => isProvider(arn, provider))) {
    return [
      { code: 'trust-statement-shared', because: `Statement ${index} admits other principals beside the provider.` },
    ];
  }
  const audiences = statement.comparisons
    .filter(({ operator, key }) => isClaimKey(key, provider, 'aud') && pinsText(operator))
    .flatMap(({ values }) => values);
  if (audiences.length === 0) {
    return [
      { code: 'trust-audience-missing', because: `Statement ${index} does not say for whom its tokens must be.` },
    ];
  }
  const foreign = audiences.filter((audience) => !ownAudiences.includes(audience));
  return foreign.length === 0
    ? []
    : [
        {
          code: 'trust-statement-foreign',
          because: `Statement ${index} admits tokens for ${foreign.join(', ')}, which the factory did not write.`,
        },
      ];
};
