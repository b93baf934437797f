import { names } from '../../../federation/names';
import { at, textOf } from '../../json';
import type { CloudEvent } from '../../eventbridge';
import type { Stage } from '../stage';

/** A trust policy that somebody wrote, as CloudTrail has it. */
export interface TrustWrite {
  /** Where its event stands among all events. */
  readonly index: number;
  /** Milliseconds on the virtual clock, to the second. */
  readonly at: number;
  readonly isFactorys: boolean;
  /** The event's own id. */
  readonly eventId: string;
  /** The document; undefined where the role went. */
  readonly document: string | undefined;
}

/** What became of the trust policies of one name in an account, oldest first. */
export interface TrustTimeline {
  readonly account: string;
  readonly roleName: string;
  readonly writes: readonly TrustWrite[];
}

/** Reads in the record of all calls who wrote which trust policy when. */
export const trustTimelines = ({ organization }: Stage): readonly TrustTimeline[] => {
  const timelines = new Map<string, TrustTimeline & { readonly writes: TrustWrite[] }>();
  for (const [index, { bus, event }] of organization.events().entries()) {
    if (!bus.endsWith('event-bus/default') || event.source !== 'aws.iam') continue;
    const roleName = textOf(at(event.detail, 'requestParameters', 'roleName'));
    if (roleName === undefined || event.detail['errorCode'] !== undefined) continue;
    const written = documentOf(event);
    if (written === undefined) continue;
    const key = `${event.account}/${roleName.toLowerCase()}`;
    const timeline = timelines.get(key) ?? { account: event.account, roleName, writes: [] };
    timelines.set(key, timeline);
    timeline.writes.push({
      index,
      at: Date.parse(event.time),
      isFactorys: isByFactory(event),
      eventId: textOf(event.detail['eventID']) ?? '',
      document: written.document,
    });
  }
  return [...timelines.values()];
};

/** Whether the factory's access role made a call. */
export const isByFactory = ({ detail }: CloudEvent): boolean =>
  at(detail, 'userIdentity', 'sessionContext', 'sessionIssuer', 'userName') === names.accessRole;

const documentOf = ({ detail }: CloudEvent): { readonly document: string | undefined } | undefined => {
  const parameter = (key: string): string | undefined => textOf(at(detail, 'requestParameters', key));
  switch (detail['eventName']) {
    case 'CreateRole':
      return { document: parameter('assumeRolePolicyDocument') };
    case 'UpdateAssumeRolePolicy':
      return { document: parameter('policyDocument') };
    case 'DeleteRole':
      return { document: undefined };
    default:
      return undefined;
  }
};
