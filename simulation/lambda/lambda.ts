import { names } from '../../federation/names';
import type { Graph } from '../../federation/ports';
import { createAccountSteps } from '../../handlers/account-steps/account-steps';
import { createDirectorySteps } from '../../handlers/directory-steps/directory-steps';
import { createDispatcher } from '../../handlers/dispatcher/dispatcher';
import { parseArn } from '../../federation/arn';
import { AwsError, SimulationError } from '../errors';
import { roleSession } from '../iam';
import { at, listOf, overTheWire, textOf } from '../json';
import { accounts } from './accounts';
import { compiledPolicyOf, identityProvidersOf } from './deployed-data';
import type { DeployedFunction } from './deployed-function';
import { factoryTable, intakeQueue, outcomes, variable, workflows, type RunningFunction } from './ports';
import type { Handler, Surroundings } from './surroundings';

/** Lambda. A deployed function is made into its handler when it is first called, as a cold start does. */
export class Lambda {
  readonly #warm = new WeakMap<DeployedFunction, Handler>();

  constructor(private readonly surroundings: Surroundings) {}

  /**
   * Calls a function and waits for its answer.
   * @throws Error with the name of what the function threw, and the message that Lambda makes of it.
   */
  async invoke(functionArn: string, payload: unknown): Promise<unknown> {
    this.surroundings.world.calls.count('lambda', 'Invoke');
    const deployed = this.surroundings.cloud.function(functionArn);
    if (deployed === undefined) throw new AwsError('ResourceNotFoundException', `Function not found: ${functionArn}`);
    const handler = this.#warm.get(deployed) ?? this.#coldStart(deployed);
    this.#warm.set(deployed, handler);
    try {
      return overTheWire((await handler(overTheWire(payload))) ?? null);
    } catch (error) {
      if (error instanceof SimulationError) throw error;
      throw new FunctionError(error);
    }
  }

  #coldStart(deployed: DeployedFunction): Handler {
    const { surroundings } = this;
    const { clock, organization } = surroundings.world;
    const principal = roleSession(deployed.roleArn, deployed.name);
    const running: RunningFunction = {
      deployed,
      principal,
      region: parseArn(deployed.arn)?.region ?? organization.homeRegion,
    };
    switch (deployed.name) {
      case names.dispatcher: {
        const dispatch = createDispatcher({
          table: factoryTable(running, surroundings),
          workflows: workflows(running, surroundings),
          clock,
          managementAccount: variable(running, 'MANAGEMENT_ACCOUNT'),
          factoryAccount: variable(running, 'FACTORY_ACCOUNT'),
        });
        return (payload) => dispatch({ Records: records(payload) });
      }
      case names.accountSteps:
        return createAccountSteps({
          policy: compiledPolicyOf(deployed),
          accounts: accounts(running, surroundings),
          table: factoryTable(running, surroundings),
          outcomes: outcomes(running, surroundings),
          intake: intakeQueue(running, surroundings),
          clock,
        });
      case names.directorySteps: {
        const getAssertion = outboundAssertion(running, surroundings);
        const graphs = new Map<string, Graph>();
        return createDirectorySteps({
          identityProviders: identityProvidersOf(variable(running, 'IDENTITY_PROVIDERS')),
          directories: {
            of: (provider) => {
              // As warm functions do: signed in once for each tenant, until the token ends.
              const graph = graphs.get(provider.name) ?? surroundings.directory.graphFor(provider, getAssertion);
              graphs.set(provider.name, graph);
              return graph;
            },
          },
          clock,
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
    sts.getWebIdentityToken(running.principal, { audience: ['api://AzureADTokenExchange'], signingAlgorithm: 'RS256' });
};

const records = (payload: unknown): { messageId: string; body: string }[] =>
  listOf(at(payload, 'Records')).map((record) => ({
    messageId: textOf(at(record, 'messageId')) ?? '',
    body: textOf(at(record, 'body')) ?? '',
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
