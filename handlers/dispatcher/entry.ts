/** Lambda's entry point of the dispatcher: reads the environment, makes the clients, hands over. */
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import validateEventsPerHour from '../../schemas/generated/settings/events-per-hour.validate';
import validateStateMachineRoutes from '../../schemas/generated/settings/state-machines.validate';
import { systemClock } from '../adapters/clock';
import { createBudgets } from '../adapters/budgets';
import { createLocks } from '../adapters/locks';
import { createWorkflows } from '../adapters/workflows';
import { required, requiredJson } from '../environment';
import { told } from '../observed-handler';
import { createDispatcher } from './dispatcher';

const environment = process.env;
const logger = new Logger({ serviceName: 'oidc-factory-dispatcher' });
const metrics = new Metrics({ namespace: 'OidcFactory', serviceName: 'dispatcher' });
const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const tableName = required(environment, 'TABLE_NAME');

const dispatch = createDispatcher(
  {
    table: { ...createLocks(client, tableName), ...createBudgets(client, tableName) },
    workflows: createWorkflows(
      new SFNClient({}),
      requiredJson(environment, 'STATE_MACHINES', validateStateMachineRoutes),
    ),
    clock: systemClock,
    eventsPerHour: requiredJson(environment, 'EVENTS_PER_HOUR', validateEventsPerHour),
    managementAccount: required(environment, 'MANAGEMENT_ACCOUNT'),
    factoryAccount: required(environment, 'FACTORY_ACCOUNT'),
  },
  (messageId, dispatched, { why, error }) => {
    const detail = { messageId, dispatched, ...(why !== undefined && { why }) };
    if (error === undefined) logger.info('message', detail);
    else logger.error('message', { ...detail, error: told(error) });
    metrics.addMetric(dispatched, MetricUnit.Count, 1);
  },
);

export const handler = async (batch: Parameters<typeof dispatch>[0]): ReturnType<typeof dispatch> => {
  try {
    return await dispatch(batch);
  } finally {
    metrics.publishStoredMetrics();
  }
};
