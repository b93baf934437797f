import type { BindingRecord } from '../../federation/records';
import { orphanedStatement, seenBefore, statementSighting } from '../../federation/reconcile';
import { parseTrustPolicy } from '../../federation/trust/document';
import type { StepRequest } from '../../schemas/generated/events/step-request.types';
import type { Inspection } from './inspection';
import type { AccountStepsPorts } from './ports';
import { writeOver } from './records';
import { takeOutOfTrust } from './take-out-of-trust';

/**
 * Writes the placeholder back over the statement of a binding that has ended and whose audience is gone, where a reconcile
 * saw it a day ago already. The record stays closed, and counts how often it was done, so that who keeps putting the
 * statement back is not fought.
 */
export const closeStatement = async (
  { iam, role, verdict }: Extract<Inspection, { kind: 'there' }>,
  record: BindingRecord,
  request: StepRequest,
  ports: AccountStepsPorts,
): Promise<void> => {
  const { table, clock, policy } = ports;
  const { account, issuer } = record;
  if (!policy.identityProviders.some((known) => known.issuer === issuer)) return;
  const now = clock.now();
  const before = seenBefore({ sightings: await table.readSightings(account), now });
  if (!before.has(statementSighting(record))) return;
  const bindings = await table.listBindings(account);
  const listed = (await iam.getOpenIdConnectProvider(issuer))?.audiences ?? [];
  const decided = { role, record, verdict, trust: parseTrustPolicy(role.trustPolicy) };
  const orphan = orphanedStatement(decided, { listed, bindings }, policy);
  if (orphan === undefined || orphan.kept !== undefined) return;
  const { audiences } = orphan;
  if (!(await takeOutOfTrust(role, { ...record, audiences }, iam, request, ports))) return;
  await writeOver(record, { ...record, closings: [...(record.closings ?? []), now.toISOString()] }, ports);
};
