import { roleArn } from '../../federation/arn';
import type { CompiledPolicy } from '../../federation/compiled-policy';
import { names } from '../../federation/names';

/** The ARNs in the factory account that its own template and the others name; fixed, so that no stack asks another. */
export interface FactoryArns {
  readonly partition: string;
  readonly intakeBus: string;
  readonly outcomesBus: string;
  readonly table: string;
  readonly bucket: string;
  /** The parameter that says what is paused. */
  readonly pauses: string;
  readonly accountStepsRole: string;
  readonly directoryStepsFunction: string;
  readonly stateMachine: (workflow: string) => string;
  /** Every execution of a workflow, as a pattern. */
  readonly executions: (workflow: string) => string;
  /** The executions that Step Functions starts for the items of a distributed map, as a pattern. */
  readonly mapRuns: (workflow: string) => string;
  /** A rule, on the default bus unless another is named. */
  readonly rule: (name: string, busName?: string) => string;
  /** Every alarm of the factory, as a pattern. */
  readonly alarms: string;
}

/** The ARNs of the factory of a policy. */
export const factoryArns = (policy: CompiledPolicy): FactoryArns => {
  const { partition, homeRegion } = policy.organization;
  const arn = (service: string, resource: string): string =>
    `arn:${partition}:${service}:${homeRegion}:${policy.factoryAccount}:${resource}`;
  return {
    partition,
    intakeBus: arn('events', `event-bus/${names.intakeBus}`),
    outcomesBus: arn('events', `event-bus/${names.outcomesBus}`),
    table: arn('dynamodb', `table/${names.table}`),
    bucket: `arn:${partition}:s3:::${names.bucket(policy.factoryAccount, homeRegion)}`,
    // A name that begins with a slash is not given a second one.
    pauses: arn('ssm', `parameter${names.pauses}`),
    accountStepsRole: roleArn(partition, policy.factoryAccount, '/', names.accountSteps),
    directoryStepsFunction: arn('lambda', `function:${names.directorySteps}`),
    rule: (name, busName) => arn('events', `rule/${busName === undefined ? '' : `${busName}/`}${name}`),
    alarms: arn('cloudwatch', 'alarm:oidc-factory-*'),
    executions: (workflow) => arn('states', `execution:${names.stateMachine(workflow)}:*`),
    mapRuns: (workflow) => arn('states', `execution:${names.stateMachine(workflow)}/*`),
    stateMachine: (workflow) => arn('states', `stateMachine:${names.stateMachine(workflow)}`),
  };
};
