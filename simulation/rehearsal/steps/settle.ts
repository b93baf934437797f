import { isObject } from '../../../federation/trust/json';
import type { Decision } from '../../../federation/records';
import type { CloudEvent } from '../../eventbridge';
import type { Execution } from '../../step-functions';
import { remoteServices } from '../remote-services';
import type { Detail, StepReport } from '../report';
import type { Stage } from '../stage';
import { comeToRest } from '../work';

/** Lets everything run that is due, and tells what came of it. */
export const settle = async (stage: Stage): Promise<StepReport> => {
  const { organization } = stage;
  const told = organization.outcomes().length;
  const run = organization.executions().length;
  const decided = organization.table.decisions.length;
  organization.calls.reset();
  const since = organization.clock.now().getTime();
  await comeToRest(stage);
  const seconds = (organization.clock.now().getTime() - since) / 1000;

  const executions = organization.executions().slice(run);
  const decisions = organization.table.decisions.slice(decided);
  return {
    title: 'let the factory work',
    details: [
      ...executions.flatMap((execution) => tellExecution(execution, decisions, stage)),
      ...organization
        .outcomes()
        .slice(told)
        .map((event) => tellOutcome(event, stage)),
      ...tellTrust(stage),
      ...tellCalls(stage),
      { label: 'virtual time', text: `${seconds} s` },
    ],
  };
};

/** A workflow, whose it was, and what it made of the role: every decision of its log that has reasons. */
const tellExecution = (
  { name, stateMachineArn, status, input }: Execution,
  decisions: readonly Decision[],
  stage: Stage,
): readonly Detail[] => {
  const workflow = stateMachineArn.slice(stateMachineArn.lastIndexOf(':') + 1);
  const parsed: unknown = JSON.parse(input);
  const event: unknown = isObject(parsed) ? parsed['event'] : undefined;
  const whose = isObject(event) ? subjectOf(stage, event['account'], event['roleName']) : undefined;
  return [
    { label: 'workflow', text: `${workflow} ${status}${whose === undefined ? '' : ` for ${whose}`} (${name})` },
    ...decisions
      .filter(({ execution, reasons }) => execution === name && reasons.length > 0)
      .map(({ account, roleName, decision, reasons }) => ({
        label: 'decision',
        text: [`${decision} for ${subjectOf(stage, account, roleName) ?? account}`, ...reasons].join('\n'),
      })),
  ];
};

const tellOutcome = (event: CloudEvent, stage: Stage): Detail => {
  const { account, role, ...others } = event.detail;
  const whose = subjectOf(stage, account, role);
  const details = Object.entries(others).map(([key, value]) =>
    Array.isArray(value) ? sentence(value) : `${key} ${sentence(value)}`,
  );
  return { label: event['detail-type'], text: [...(whose === undefined ? [] : [whose]), ...details].join('\n') };
};

/** A value in words: of a reason its sentence, of a list one item a line. */
const sentence = (value: unknown): string => {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(sentence).join('\n');
  if (isObject(value) && typeof value['because'] === 'string') return value['because'];
  return JSON.stringify(value);
};

/** `account name/role`, or the name alone where there is no role; the id where the account is none that is known. */
const subjectOf = ({ organization }: Stage, account: unknown, role: unknown): string | undefined => {
  if (typeof account !== 'string') return undefined;
  const name = organization.organization.find(account)?.name ?? account;
  return typeof role === 'string' ? `${name}/${role}` : `${name} (${account})`;
};

const tellTrust = ({ cast, organization }: Stage): readonly Detail[] =>
  [...cast.values()].flatMap((role) => {
    const now = organization.role(role.account, role.roleName)?.trustPolicy;
    if (now === undefined || now === role.trustPolicy) return [];
    const before = role.trustPolicy;
    role.trustPolicy = now;
    const whose = `${role.account}/${role.roleName}`;
    return [
      { label: 'trust before', text: `${whose}\n${pretty(before)}` },
      { label: 'trust after', text: `${whose}\n${pretty(now)}` },
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
