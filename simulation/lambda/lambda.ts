import { names } from '../../federation/names';
import type { Graph } from '../../federation/ports';
import { createAccountSteps } from '../../handlers/account-steps/account-steps';
import { createDirectorySteps } from '../../handlers/directory-steps/directory-steps';
import { createDispatcher, type QueueRecord } from '../../handlers/dispatcher/dispatcher';
import { attempt } from '../../handlers/adapters/failures';
import { parseArn } from '../../federation/arn';
import { AwsError, SimulationError } from '../errors';
import { roleSession } from '../iam';
import { at, listOf, numberOf, overTheWire, textOf } from '../json';
import { accounts } from './accounts';
import { factoryBucket } from './bucket-port';
import { compiledPolicyOf, identityProvidersOf, policyHashOf } from './deployed-data';
import type { DeployedFunction } from './deployed-function';
import { Instance } from './instance';
import { organizations } from './organizations';
import { ownStackSets } from './own-stack-sets';
import { pauses } from './pauses';
import { intakeQueue, outcomes, workflows } from './ports';
import { variable, type RunningFunction } from './running-function';
import type { Handler, Surroundings } from './surroundings';
import { factoryTable } from './table-port';

/** A function that has been started. */
interface Warm {
  readonly instance: Instance;
  readonly handle: Handler;
}

/** Lambda. A deployed function is made into its handler when it is first called, as a cold start does. */
export class Lambda {
  readonly #warm = new WeakMap<DeployedFunction, Warm>();

  constructor(private readonly surroundings: Surroundings) {}

  /**
   * Calls a function and waits for its answer.
   * @throws Error with the name of what the function threw, and the message that Lambda makes of it.
   */
  async invoke(functionArn: string, payload: unknown): Promise<unknown> {
    this.surroundings.world.calls.count('lambda', 'Invoke');
    const deployed = this.surroundings.cloud.function(functionArn);
    if (deployed === undefined) throw new AwsError('ResourceNotFoundException', `Function not found: ${functionArn}`);
    const { instance, handle } = this.#warm.get(deployed) ?? this.#coldStart(deployed);
    try {
      const answer = (await handle(overTheWire(payload))) ?? null;
      instance.beforeCall('its answer');
      return overTheWire(answer);
    } catch (error) {
      if (error instanceof SimulationError) throw error;
      // Whatever the function made of it, one that was ended answers nothing, and the next call starts another.
      if (instance.ended !== undefined) this.#warm.delete(deployed);
      throw new FunctionError(instance.ended ?? error);
    }
  }

  #coldStart(deployed: DeployedFunction): Warm {
    const instance = new Instance(this.surroundings.world);
    const warm = { instance, handle: this.#handlerOf(deployed, instance) };
    this.#warm.set(deployed, warm);
    return warm;
  }

  #handlerOf(deployed: DeployedFunction, instance: Instance): Handler {
    const { surroundings } = this;
    const { clock, organization } = surroundings.world;
    const principal = roleSession(deployed.roleArn, deployed.name);
    const running: RunningFunction = {
      deployed,
      principal,
      region: parseArn(deployed.arn)?.region ?? organization.homeRegion,
      instance,
    };
    switch (deployed.name) {
      case names.dispatcher: {
        const dispatch = createDispatcher({
          table: factoryTable(running, surroundings),
          workflows: workflows(running, surroundings),
          clock,
          eventsPerHour: numberOf(variable(running, 'EVENTS_PER_HOUR')) ?? 0,
          managementAccount: variable(running, 'MANAGEMENT_ACCOUNT'),
          factoryAccount: variable(running, 'FACTORY_ACCOUNT'),
        });
        return (payload) => dispatch({ Records: records(payload) });
      }
      case names.accountSteps:
        return createAccountSteps({
          policy: compiledPolicyOf(deployed),
          policyHash: policyHashOf(deployed),
          accounts: accounts(running, surroundings),
          organizations: organizations(running, surroundings),
          ownStackSets: ownStackSets(running, surroundings),
          table: factoryTable(running, surroundings),
          bucket: factoryBucket(running, surroundings),
          outcomes: outcomes(running, surroundings),
          intake: intakeQueue(running, surroundings),
          pauses: pauses(running, surroundings),
          clock,
        });
      case names.directorySteps: {
        const getAssertion = outboundAssertion(running, surroundings);
        const graphs = new Map<string, Graph>();
        return createDirectorySteps({
          bucket: factoryBucket(running, surroundings),
          identityProviders: identityProvidersOf(variable(running, 'IDENTITY_PROVIDERS')),
          directories: {
            of: (provider) => {
              // As warm functions do: signed in once for each tenant, until the token ends.
              const graph =
                graphs.get(provider.name) ?? mortal(surroundings.directory.graphFor(provider, getAssertion), instance);
              graphs.set(provider.name, graph);
              return graph;
            },
          },
          pauses: pauses(running, surroundings),
          clock,
          pause: (seconds) => {
            clock.advance(seconds);
            return Promise.resolve();
          },
        });
      }
      default:
        throw new SimulationError(
          'not-simulated',
          `The local organization does not know the function ${deployed.name}.`,
        );
    }
  }
}

/** The token that the factory signs in to Entra with: no secret, only who the function is. */
const outboundAssertion = (running: RunningFunction, { sts }: Surroundings): (() => Promise<string>) => {
  const kind = textOf(at(JSON.parse(variable(running, 'ENTRA_CREDENTIAL')), 'kind'));
  if (kind !== 'aws-outbound-federation') {
    throw new SimulationError(
      'not-simulated',
      `The local organization plays the Entra credential aws-outbound-federation, not ${kind ?? 'none'}.`,
    );
  }
  return () =>
    attempt('AWS STS gives the factory no token.', async () => {
      running.instance.before('sts', 'GetWebIdentityToken');
      return sts.getWebIdentityToken(running.principal, {
        audience: ['api://AzureADTokenExchange'],
        signingAlgorithm: 'RS256',
      });
    });
};

/** Graph as a function calls it that may end before any call. */
const mortal = (graph: Graph, instance: Instance): Graph => ({
  request: async (request) => {
    instance.beforeCall(`graph ${request.method}`);
    return graph.request(request);
  },
});

const records = (payload: unknown): QueueRecord[] =>
  listOf(at(payload, 'Records')).map((record) => ({
    messageId: textOf(at(record, 'messageId')) ?? '',
    body: textOf(at(record, 'body')) ?? '',
    attributes: { ApproximateReceiveCount: textOf(at(record, 'attributes', 'ApproximateReceiveCount')) ?? '1' },
  }));

/** A function's error as Lambda hands it on: the name, and the rest as JSON in the message. */
class FunctionError extends Error {
  constructor(thrown: unknown) {
    const errorType = thrown instanceof Error ? thrown.name : 'Error';
    const errorMessage = thrown instanceof Error ? thrown.message : String(thrown);
    super(JSON.stringify({ errorMessage, errorType }), { cause: thrown });
    this.name = errorType;
  }
}
