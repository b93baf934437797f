import type { StepRequest } from '../../schemas/generated/events/step-request.types';
import { findApplication } from './graph/applications';
import { lagOf } from './graph/lag';
import { proveOwnership } from './graph/ownership';
import { isEnabled, setEnabled } from './graph/service-principals';
import { requireOwnName } from './own-names';
import { tenantOf, type DirectoryStepContext } from './ports';
import { provenServicePrincipal } from './registration/ensure-service-principal';

/** The caller of a role; null where it is not the factory's. */
export interface OwnCaller {
  readonly identityProvider: string | null;
  readonly uniqueName: string | null;
}

/** What became of it: `already`, where it was so before; `absent`, where there is nobody to shut out or let in. */
export type Switched = 'yes' | 'already' | 'absent';

/**
 * Shuts the role's own caller out of the tenant, or lets it in again, after proof that application and service principal
 * are the factory's. Tokens that it has already stay good until they end.
 */
export const switchCaller = async (
  { identityProvider, uniqueName }: OwnCaller,
  enabled: boolean,
  request: StepRequest,
  context: DirectoryStepContext,
): Promise<Switched> => {
  if (identityProvider === null || uniqueName === null) return 'absent';
  requireOwnName(uniqueName, request);
  const tenant = tenantOf(identityProvider, context);
  const application = await findApplication(tenant.graph, uniqueName);
  if (application === undefined) return 'absent';
  proveOwnership(application, await tenant.factoryPrincipal(), `The application ${uniqueName}`);
  const principal = await provenServicePrincipal(tenant, application);
  if (principal === undefined) return 'absent';
  if (isEnabled(principal) === enabled) return 'already';
  await setEnabled(tenant.graph, principal, enabled, lagOf(application, tenant.clock));
  return 'yes';
};
