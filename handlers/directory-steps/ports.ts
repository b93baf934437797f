import type { IdentityProvider } from '../../federation/compiled-policy';
import { Failure } from '../../federation/failures';
import type { EntraCloud } from '../../federation/issuer';
import type { Clock, Directories, FactoryBucket, Graph, Pause, Pauses } from '../../federation/ports';
import type { StepName } from '../../federation/step-catalogue';
import { step, type Step, type StepCall, type StepOutputs } from '../step';
import { factoryPrincipal } from './graph/ownership';
import { untilDeadline } from './graph/deadline';
import { type Allowance, patientGraph } from './graph/patient-graph';
import { guarded, pauseGuard } from './pauses';

/** What the directory-side steps ask of the world. */
export interface DirectoryStepsPorts {
  readonly identityProviders: readonly IdentityProvider[];
  readonly directories: Directories;
  readonly bucket: FactoryBucket;
  readonly pauses: Pauses;
  readonly clock: Clock;
  readonly pause: Pause;
}

/** The ports, what stays true as long as the function lives, and what one invocation may still wait. */
export interface DirectoryContext extends DirectoryStepsPorts {
  readonly principals: Map<string, string>;
  readonly allowance: Allowance;
  /** When no call is begun any more. */
  readonly until: Date;
}

/** What a step works in: where something is paused, its tenants can only be read. */
export interface DirectoryStepContext extends DirectoryContext {
  readonly requireNoPause: () => Promise<void>;
}

/** A tenant, and who the factory is in it. */
export interface Tenant {
  readonly graph: Graph;
  readonly cloud: EntraCloud;
  readonly clock: Clock;
  /** Object id of the factory's own service principal; asked for once in the life of a function. */
  factoryPrincipal(): Promise<string>;
}

/** Makes a directory-side step of its work. */
export const directoryStep = <Name extends StepName>(
  name: Name,
  work: (call: StepCall<Name>, context: DirectoryStepContext) => Promise<StepOutputs<Name>>,
): Step<DirectoryContext> =>
  step(name, (call, context) => work(call, { ...context, requireNoPause: pauseGuard(call.request, context) }));

/**
 * The tenant of an identity provider.
 * @throws Failure `InvalidInput` where the function knows none of that name.
 */
export const tenantOf = (name: string, context: Omit<DirectoryStepContext, 'bucket' | 'pauses'>): Tenant => {
  const { identityProviders, directories, clock, pause, principals, allowance, until, requireNoPause } = context;
  const identityProvider = identityProviders.find((provider) => provider.name === name);
  if (identityProvider === undefined) throw new Failure('InvalidInput', `There is no identity provider ${name}.`);
  const patient = patientGraph(untilDeadline(directories.of(identityProvider), clock, until), pause, allowance);
  const graph = guarded(patient, requireNoPause);
  return {
    graph,
    cloud: identityProvider.cloud,
    clock,
    factoryPrincipal: async () => {
      const known = principals.get(name) ?? (await factoryPrincipal(graph, identityProvider.factoryClientId));
      principals.set(name, known);
      return known;
    },
  };
};
