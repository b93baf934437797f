import { parseTrustPolicy } from '../federation/trust/document';
import { isObject } from '../federation/trust/json';
import { parseJson } from '../handlers/json';
import type { ToldFailure } from './tell-failure';

/** A trust policy, and how many statements it has. */
export interface TrustPolicyFile {
  readonly trustPolicy: string;
  readonly statements: number;
}

/** Reads a trust policy, alone or within what `aws iam get-role` answers. */
export const readTrustPolicy = (text: string): TrustPolicyFile | ToldFailure => {
  const parsed = parseJson(text);
  const role = isObject(parsed) ? parsed['Role'] : undefined;
  const answered = isObject(role) ? role['AssumeRolePolicyDocument'] : undefined;
  const trustPolicy = answered === undefined ? text : JSON.stringify(answered);
  const policy = parseTrustPolicy(trustPolicy);
  if (policy !== undefined) return { trustPolicy, statements: policy.statements.length };
  const message =
    'This is no trust policy: give the policy document, or what `aws iam get-role` answers, as JSON with nothing in it that IAM does not know.';
  return { code: 'invalid-trust-policy', message };
};
