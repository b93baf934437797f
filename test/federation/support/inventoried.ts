import type { CompiledPolicy } from '../../../federation/compiled-policy';
import { examine, type ExaminedAccount, type InventoriedAccount } from '../../../federation/examine';
import type { GuardrailScope } from '../../../federation/guardrails/scope';
import type { ObservedProvider, ObservedRole } from '../../../federation/observed';
import type { BindingRecord } from '../../../federation/records';
import type { ObservedApplication } from '../../../schemas/generated/events/directory-observation.types';
import {
  account,
  audience,
  compiled,
  document,
  facts,
  host,
  type Json,
  identityProvider,
  placeholder,
  provider,
  role,
  subject,
  withCondition,
} from './cases';

/** The moment at which everything is observed. */
export const now = new Date('2027-01-05T02:00:00.000Z');
export const hoursAgo = (hours: number): string => new Date(now.getTime() - hours * 3_600_000).toISOString();
export const uniqueName = `aws-${account}-web-deployer`;
export const pinned = document(
  withCondition({ StringEquals: { [`${host}:aud`]: audience, [`${host}:sub`]: subject } }),
);

/** A key that is undefined is left out. */
export type Change<T> = { readonly [Key in keyof T]?: T[Key] | undefined };

const whole: BindingRecord = {
  account,
  roleName: 'web-deployer',
  roleId: 'AROAEXAMPLE',
  policy: 'workloads-prod',
  identityProvider: 'entra-prod',
  issuer: identityProvider.issuer,
  caller: 'own-application',
  uniqueName,
  onDelete: 'retire',
  audience,
  subjects: [subject],
  clientIds: [audience],
  audiences: [audience],
  state: 'bound',
  credentials: [],
  version: 3,
  updatedAt: hoursAgo(48),
};

/** The record of a binding that is as it should be. */
export const bound = (change: Change<BindingRecord> = {}): BindingRecord =>
  JSON.parse(JSON.stringify({ ...whole, ...change })) as BindingRecord;

export const caller = (change: Partial<ObservedApplication> = {}): ObservedApplication => ({
  identityProvider: 'entra-prod',
  uniqueName,
  clientId: audience,
  subject,
  isOurs: true,
  isSound: true,
  ...change,
});

export const managed = (...audiences: readonly string[]): ObservedProvider => ({
  arn: provider.arn,
  issuer: identityProvider.issuer,
  audiences,
});

/** What is otherwise in an account in which one role is bound and all is well. */
export interface Situation {
  readonly roles?: readonly ObservedRole[];
  readonly bindings?: readonly BindingRecord[];
  readonly applications?: readonly ObservedApplication[];
  /** The managed provider; null where it is missing. */
  readonly provider?: ObservedProvider | null;
  /** Beside the managed one. */
  readonly otherProviders?: readonly ObservedProvider[];
  readonly seen?: readonly string[];
  readonly policy?: Partial<CompiledPolicy>;
  readonly unit?: string;
  readonly guardrails?: GuardrailScope;
}

export const inventoried = (situation: Situation = {}): InventoriedAccount => {
  const ours = situation.provider === undefined ? managed(placeholder, audience) : situation.provider;
  return {
    account: { ...facts, organizationalUnit: situation.unit ?? facts.organizationalUnit },
    roles: situation.roles ?? [role({ trustPolicy: pinned })],
    providers: new Map(ours === null ? [] : [['entra-prod', ours]]),
    allProviders: [...(ours === null ? [] : [ours]), ...(situation.otherProviders ?? [])],
    bindings: situation.bindings ?? [bound()],
    applications: situation.applications ?? [caller()],
    sightings: (situation.seen ?? []).map((what) => ({ what, firstSeenAt: hoursAgo(24) })),
    now,
  };
};

export const examined = (situation: Situation = {}): ExaminedAccount =>
  examine(inventoried(situation), compiled(situation.policy), situation.guardrails);

/** A provider of another issuer, and a role that trusts it under a condition. */
export const otherProvider = (issuer: string, ...audiences: readonly string[]): ObservedProvider => ({
  arn: `arn:aws:iam::${account}:oidc-provider/${issuer}`,
  issuer: `https://${issuer}`,
  audiences,
});

/** A statement for one issuer. */
export const trustStatement = (issuer: string, condition?: unknown): Json => ({
  Effect: 'Allow',
  Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/${issuer}` },
  Action: 'sts:AssumeRoleWithWebIdentity',
  ...(condition !== undefined && { Condition: condition }),
});

/** A trust policy for one issuer. */
export const trusting = (issuer: string, condition?: unknown): string => document(trustStatement(issuer, condition));
