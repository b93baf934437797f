import { parseTrustPolicy } from '../../federation/trust/document';
import { openPublicIssuers } from '../../federation/trust/public-issuers';
import { AwsError } from '../errors';

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
  }
  const [open] = openPublicIssuers(policy);
  if (open !== undefined) throw malformed(open.because);
};

const malformed = (message: string): AwsError => new AwsError('MalformedPolicyDocument', message);
