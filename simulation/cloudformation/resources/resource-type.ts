import type { Cloud, Region, World } from '../../cloud';
import type { IamCall } from '../../iam';
import type { JsonObject } from '../../json';

/** Where and as what a resource is made. */
export interface Placement {
  readonly world: World;
  readonly cloud: Cloud;
  readonly region: Region;
  readonly logicalId: string;
  /** Its physical name. */
  readonly name: string;
  /** Resolved. */
  readonly properties: JsonObject;
  /** Whether the stack did not have it before. */
  readonly isNew: boolean;
  /** Tells CloudTrail of a call of IAM that CloudFormation makes for it. */
  readonly cloudTrail: (call: Pick<IamCall, 'eventName' | 'requestParameters'>) => void;
}

/** What a reference to a resource gives, before the resource is there. */
export interface Identity {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** A type of resources that is played. */
export interface ResourceType {
  /** The property that gives the physical name; without one, the stack makes a name up. */
  readonly nameProperty?: string;
  /** Types are made in this order, so that what others lean on is there first. */
  readonly rank: number;
  readonly identify: (region: Region, name: string, properties: JsonObject) => Identity;
  /** Makes the resource, or changes it to the new properties. */
  readonly put: (placement: Placement) => void;
  /** Takes the resource away again; left out for types that no story takes away. */
  readonly remove?: (placement: Placement) => void;
}
