import { isObject } from '../../../federation/trust/json';
import type { CloudEvent } from '../../eventbridge';
import type { Detail, StepReport } from '../report';
import type { Stage } from '../stage';

/** The services whose calls leave the factory's own account; the others are told of apart. */
const remoteServices = ['iam', 'sts', 'graph', 'token'];

/** Lets everything run that is due, and tells what came of it. */
export const settle = async (stage: Stage): Promise<StepReport> => {
  const { organization } = stage;
  const told = organization.outcomes().length;
  const run = organization.executions().length;
  organization.calls.reset();
  const { seconds } = await organization.settle();

  const executions = organization.executions().slice(run);
  return {
    title: 'let the factory work',
    details: [
      ...executions.map(({ name, stateMachineArn, status }) => ({
        label: 'workflow',
        text: `${stateMachineArn.slice(stateMachineArn.lastIndexOf(':') + 1)} ${status} (${name})`,
      })),
      ...organization.outcomes().slice(told).flatMap(tellOutcome),
      ...tellTrust(stage),
      ...tellCalls(stage),
      { label: 'virtual time', text: `${seconds} s` },
    ],
  };
};

const tellOutcome = (event: CloudEvent): readonly Detail[] => {
  const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
  const details = Object.entries(event.detail).map(([key, value]) => `${key} ${text(value)}`);
  return [{ label: event['detail-type'], text: details.join('\n') }];
};

const tellTrust = ({ cast, organization }: Stage): readonly Detail[] =>
  [...cast.values()].flatMap((role) => {
    const now = organization.role(role.account, role.roleName)?.trustPolicy;
    if (now === undefined || now === role.trustPolicy) return [];
    const before = role.trustPolicy;
    role.trustPolicy = now;
    return [
      { label: 'trust before', text: pretty(before) },
      { label: 'trust after', text: pretty(now) },
    ];
  });

const pretty = (policy: string): string => {
  const document: unknown = JSON.parse(policy);
  const statements: unknown = isObject(document) ? document['Statement'] : document;
  return JSON.stringify(statements, null, 2);
};

const tellCalls = ({ organization }: Stage): readonly Detail[] => {
  const counts = Object.entries(organization.calls.snapshot()).map(([service, operations]) => ({
    service,
    total: Object.values(operations).reduce((sum, count) => sum + count, 0),
  }));
  const tell = (some: typeof counts): string =>
    some.map(({ service, total }) => `${service} ${total}`).join(', ') || 'none';
  const remote = counts.filter(({ service }) => remoteServices.includes(service));
  const sum = remote.reduce((total, count) => total + count.total, 0);
  return [
    { label: 'remote calls', text: `${sum} (${tell(remote)})` },
    { label: 'own calls', text: tell(counts.filter(({ service }) => !remoteServices.includes(service))) },
  ];
};
