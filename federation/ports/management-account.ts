import type { OrganizationView } from '../organization';
import type { StackSetView } from '../stack-sets';

/** AWS Organizations, reached through the reader role in the management account. */
export interface Organizations {
  /** A session; undefined where the role cannot be assumed, because the lifecycle hook is not deployed. */
  open(): Promise<OrganizationView | undefined>;
}

/** StackSets of the management account, reached through the role there that may ask for instances of the factory's own. */
export interface OwnStackSets {
  /** A session; undefined where the role cannot be assumed, because the lifecycle hook did not bring it. */
  open(): Promise<StackSetView | undefined>;
}
