import { STSClient } from '@aws-sdk/client-sts';
import type { CompiledPolicy } from '../../federation/compiled-policy';
import { Failure } from '../../federation/failures';
import { ambientAccount, clientSettings, createAccountReader, enter } from '../../handlers/adapters/account-reader';
import { systemClock } from '../../handlers/adapters/clock';
import { factoryRecords } from '../../handlers/adapters/factory-records';
import { createDirectories } from '../../handlers/adapters/graph';
import type { Endpoints } from '../../handlers/adapters/microsoft-clouds';
import { systemPause } from '../../handlers/adapters/pause';
import { signInAsUser } from '../../handlers/adapters/user-sign-in';
import { everyApplication, observeApplications } from '../../handlers/directory-steps/observe-applications';
import { tenantOf } from '../../handlers/directory-steps/ports';
import type { ObservedApplication } from '../../schemas/generated/events/directory-observation.types';
import type { OpenSources } from './sources';

/** A person waits longer for Graph than a function may, in seconds. */
const graphPatience = 600;

/** A tenant is listed within so many seconds, or not at all. */
const longest = 3600;

/** Opens the sources of an inventory in the live clouds. @param endpoints where Microsoft's clouds are, if elsewhere. */
export const openLiveSources =
  (endpoints: Endpoints): OpenSources =>
  async ({ policy, role, table }) => {
    const { partition, homeRegion } = policy.organization;
    const sts = new STSClient({ region: homeRegion, ...clientSettings });
    const options = { partition, role, ambientAccount: await ambientAccount(sts) };
    return {
      reader: createAccountReader(sts, options),
      callers: () => observeCallers(policy, endpoints),
      records: async () => {
        const credentials = await enter(sts, policy.factoryAccount, options).catch((error: unknown) => {
          throw error instanceof Failure && error.code === 'AccountNotReady'
            ? new Failure('BindingsNotRead', error.what, { cause: error })
            : error;
        });
        return factoryRecords(table, homeRegion, credentials);
      },
    };
  };

const observeCallers = async (
  { identityProviders }: CompiledPolicy,
  endpoints: Endpoints,
): Promise<readonly ObservedApplication[]> => {
  const context = {
    identityProviders,
    directories: createDirectories(signInAsUser(endpoints), { endpoints }),
    clock: systemClock,
    pause: systemPause,
    principals: new Map<string, string>(),
    allowance: { secondsLeft: graphPatience },
    // Reading writes nothing.
    requireNoPause: () => Promise.resolve(),
    until: new Date(systemClock.now().getTime() + longest * 1000),
  };
  const observed: ObservedApplication[] = [];
  for (const { name } of identityProviders) {
    const found = await observeApplications(tenantOf(name, context), name, everyApplication);
    observed.push(...found.map((application) => application.observed));
  }
  return observed;
};
