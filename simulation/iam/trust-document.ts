import { parseTrustPolicy, type TrustStatement } from '../../federation/trust/document';
import { conditionEntries } from '../../federation/trust/managed-statements';
import { AwsError } from '../errors';

/** Issuers that everybody can get tokens of: IAM wants a condition on who may. */
const sharedIssuers = ['token.actions.githubusercontent.com', 'gitlab.com', 'app.terraform.io', 'agent.buildkite.com'];

/**
 * Refuses what IAM refuses as a trust policy.
 * @throws AwsError `MalformedPolicyDocument`.
 */
export const checkTrustPolicy = (document: string): void => {
  const policy = parseTrustPolicy(document);
  if (policy === undefined) throw malformed('This policy contains invalid Json.');
  for (const statement of policy.statements) {
    if ('Resource' in statement.raw) throw malformed('Has prohibited field Resource.');
    if (statement.notPrincipal) throw malformed('Has prohibited field NotPrincipal.');
    if (Object.keys(statement.principals).length === 0) throw malformed('Missing required field Principal.');
    if (!statement.actions.every((action) => action === '*' || action.toLowerCase().startsWith('sts:'))) {
      throw malformed('AssumeRole policy may only specify STS AssumeRole actions.');
    }
    checkSharedIssuer(statement);
  }
};

const checkSharedIssuer = (statement: TrustStatement): void => {
  if (statement.effect !== 'Allow') return;
  for (const issuer of sharedIssuers) {
    const named = (statement.principals['Federated'] ?? []).some((arn) => arn.endsWith(`:oidc-provider/${issuer}`));
    const pinned = conditionEntries(statement).some(({ key }) => key.toLowerCase() === `${issuer}:sub`);
    if (named && !pinned) throw malformed(`The trust policy must condition on ${issuer}:sub.`);
  }
};

const malformed = (message: string): AwsError => new AwsError('MalformedPolicyDocument', message);
