import { uniqueNameOf } from '../../federation/callers';
import type { IdentityProvider } from '../../federation/compiled-policy';
import { Failure } from '../../federation/failures';
import type { EntraCloud } from '../../federation/issuer';
import type { Clock, Directories, Graph } from '../../federation/ports';
import type { StepName } from '../../federation/step-catalogue';
import type { StepRequest } from '../../schemas/generated/events/step-request.types';
import { roleOf, step, type Step, type StepCall, type StepOutputs } from '../step';
import { factoryPrincipal } from './graph/ownership';

/** What the directory-side steps ask of the world. */
export interface DirectoryStepsPorts {
  readonly identityProviders: readonly IdentityProvider[];
  readonly directories: Directories;
  readonly clock: Clock;
}

/** The ports, and what stays true as long as the function lives. */
export interface DirectoryContext extends DirectoryStepsPorts {
  readonly principals: Map<string, string>;
}

/** A tenant, and who the factory is in it. */
export interface Tenant {
  readonly graph: Graph;
  readonly cloud: EntraCloud;
  /** Object id of the factory's own service principal; asked for once in the life of a function. */
  factoryPrincipal(): Promise<string>;
}

/** Makes a directory-side step of its work. */
export const directoryStep = <Name extends StepName>(
  name: Name,
  work: (call: StepCall<Name>, context: DirectoryContext) => Promise<StepOutputs<Name>>,
): Step<DirectoryContext> => step(name, work);

/**
 * The tenant of an identity provider.
 * @throws Failure `InvalidInput` where the function knows none of that name.
 */
export const tenantOf = (name: string, { identityProviders, directories, principals }: DirectoryContext): Tenant => {
  const identityProvider = identityProviders.find((provider) => provider.name === name);
  if (identityProvider === undefined) throw new Failure('InvalidInput', `There is no identity provider ${name}.`);
  const graph = directories.of(identityProvider);
  return {
    graph,
    cloud: identityProvider.cloud,
    factoryPrincipal: async () => {
      const known = principals.get(name) ?? (await factoryPrincipal(graph, identityProvider.factoryClientId));
      principals.set(name, known);
      return known;
    },
  };
};

/**
 * Holds a step to the application of the role that its event is about, whatever it was handed.
 * @throws Failure `InvalidInput`
 */
export const requireOwnName = (uniqueName: string, request: StepRequest): void => {
  const { account, roleName } = roleOf(request);
  if (uniqueName === uniqueNameOf(account, roleName)) return;
  throw new Failure('InvalidInput', `The application ${uniqueName} is not that of ${roleName} in ${account}.`);
};
