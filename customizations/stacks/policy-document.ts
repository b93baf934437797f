/** Conditions of a statement: operator, key, values. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** A statement of a policy document, as IAM writes it. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: '*' | Readonly<Record<string, unknown>>;
  readonly Action: string | readonly string[];
  readonly Resource?: unknown;
  readonly NotResource?: unknown;
  readonly Condition?: Conditions;
}

/** A policy document. */
export const policyDocument = (...statements: readonly Statement[]): Readonly<Record<string, unknown>> => ({
  Version: '2012-10-17',
  Statement: statements,
});

/** What a service may do as a role: assume it, under these conditions. */
export const trustOf = (service: string, conditions?: Conditions): Readonly<Record<string, unknown>> =>
  policyDocument({
    Effect: 'Allow',
    Principal: { Service: service },
    Action: 'sts:AssumeRole',
    ...(conditions === undefined ? {} : { Condition: conditions }),
  });

/** Refuses whatever does not come through TLS. */
export const tlsOnly = (action: string, resource: unknown): Statement => ({
  Sid: 'TlsOnly',
  Effect: 'Deny',
  Principal: { AWS: '*' },
  Action: action,
  Resource: resource,
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
});
