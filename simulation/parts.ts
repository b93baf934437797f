import { CallCounter } from './calls';
import { VirtualClock } from './clock';
import { Cloud, type World } from './cloud';
import { CloudFormation } from './cloudformation';
import { AwsError } from './errors';
import { EventBridge, iamCallEvent } from './eventbridge';
import { Faults } from './faults';
import { Authorizer, IamApi, type IamCaller, type Principal } from './iam';
import { Ids } from './ids';
import { IssuerRegistry } from './issuers';
import { Lambda, LocalTable, type DirectorySide } from './lambda';
import { Organization, type OrganizationFacts } from './organization';
import { S3 } from './s3';
import { Scheduler } from './scheduler';
import type { Movers } from './settle';
import { StepFunctions } from './step-functions';
import { Sts } from './sts';

/** What the services of a local organization are made from. */
export interface PartsOptions {
  readonly organization: OrganizationFacts;
  /** The tenants that the factory reaches. */
  readonly directory: DirectorySide;
  readonly clock?: VirtualClock;
  /** The issuers whose keys can be read; the tenants' and other outside issuers must be entered here. */
  readonly issuers?: IssuerRegistry;
  readonly calls?: CallCounter;
  /** What goes wrong by chance; nothing unless given. */
  readonly faults?: Faults;
  /** Another seed gives other ids. */
  readonly seed?: string;
}

/** The services of a local organization, with nothing deployed in them. */
export interface Parts extends Movers {
  readonly sts: Sts;
  readonly cloudFormation: CloudFormation;
  /** The factory's tables, by account, region and name. */
  readonly tables: Map<string, LocalTable>;
  /** @throws AwsError `AccessDenied` for a principal of another account. */
  readonly iam: (account: string, principal: Principal, caller?: IamCaller) => IamApi;
}

/** Puts the services together. */
export const assemble = (options: PartsOptions): Parts => {
  const world: World = {
    organization: new Organization(options.organization),
    clock: options.clock ?? new VirtualClock(),
    calls: options.calls ?? new CallCounter(),
    issuers: options.issuers ?? new IssuerRegistry(),
    faults: options.faults ?? new Faults(),
    ids: new Ids(options.seed),
  };
  const cloud = new Cloud(world);
  const authorizer = new Authorizer(world.organization, (account) => cloud.iam(account));
  const eventBridge = new EventBridge(world, cloud, authorizer);
  const sts = new Sts(world, cloud, authorizer);
  const s3 = new S3(world.calls, cloud, authorizer);
  const scheduler = new Scheduler(world.clock);
  const tables = new Map<string, LocalTable>();
  const iam: Parts['iam'] = (account, principal, caller) => {
    if (principal.account !== account)
      throw new AwsError('AccessDenied', `${principal.arn} is not of the account ${account}.`);
    return new IamApi(cloud.iam(account), principal, {
      authorizer,
      calls: world.calls,
      clock: world.clock,
      requestId: () => world.ids.guid('request'),
      cloudTrail: (call) => {
        const { organization, ids, clock } = world;
        eventBridge.putServiceEvent(iamCallEvent(call, organization.partition, ids, clock.now()));
      },
      ...(caller !== undefined && { caller }),
    });
  };
  const lambda: Lambda = new Lambda({
    world,
    cloud,
    authorizer,
    eventBridge,
    sts,
    s3,
    directory: options.directory,
    stepFunctions: () => stepFunctions,
    iam,
    table: (account, region, name) => {
      const key = `${account}/${region}/${name}`;
      const table = tables.get(key) ?? new LocalTable();
      tables.set(key, table);
      return table;
    },
  });
  const stepFunctions: StepFunctions = new StepFunctions(
    world,
    cloud,
    authorizer,
    eventBridge,
    scheduler,
    s3,
    (functionArn, payload) => lambda.invoke(functionArn, payload),
  );
  const cloudFormation = new CloudFormation(world, cloud, eventBridge);
  return {
    world,
    cloud,
    authorizer,
    eventBridge,
    sts,
    scheduler,
    lambda,
    stepFunctions,
    cloudFormation,
    tables,
    iam,
  };
};
