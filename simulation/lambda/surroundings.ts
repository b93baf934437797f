import type { IdentityProvider } from '../../federation/compiled-policy';
import type { Graph } from '../../federation/ports';
import type { Cloud, World } from '../cloud';
import type { EventBridge } from '../eventbridge';
import type { Authorizer, IamApi, IamCaller, Principal } from '../iam';
import type { StepFunctions } from '../step-functions';
import type { S3 } from '../s3';
import type { Sts } from '../sts';
import type { LocalTable } from './table';

/** A function's handler. */
export type Handler = (payload: unknown) => Promise<unknown>;

/** The tenants that the factory reaches; `getAssertion` answers the token that it signs in with. */
export interface DirectorySide {
  graphFor(identityProvider: IdentityProvider, getAssertion: () => Promise<string>): Graph;
}

/** What the ports of the functions are made of. */
export interface Surroundings {
  readonly world: World;
  readonly cloud: Cloud;
  readonly authorizer: Authorizer;
  readonly eventBridge: EventBridge;
  readonly sts: Sts;
  readonly s3: S3;
  readonly directory: DirectorySide;
  readonly stepFunctions: () => StepFunctions;
  readonly iam: (account: string, principal: Principal, caller?: IamCaller) => IamApi;
  /** The table of a name in a region of an account. */
  readonly table: (account: string, region: string, name: string) => LocalTable;
}
