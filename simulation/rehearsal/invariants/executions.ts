import { names } from '../../../federation/names';
import { at, parseJson, textOf } from '../../json';
import type { Execution } from '../../step-functions';
import type { Breach, Ground } from './breach';
import { isByFactory } from './trust-timelines';

/** What a command has started, and not the dispatcher: it waits for its turn by itself, at its first step. */
const isByCommand = ({ name, input }: Execution): boolean => name === textOf(at(parseJson(input), 'event', 'id'));

/** One execution for a role at a time. */
export const oneAtATime = ({ stage }: Ground): readonly Breach[] => {
  const bySubject = new Map<string, Execution[]>();
  for (const execution of stage.organization.executions()) {
    if (isByCommand(execution)) continue;
    const subject = subjectOf(execution);
    bySubject.set(subject, [...(bySubject.get(subject) ?? []), execution]);
  }
  return [...bySubject].flatMap(([subject, executions]) => {
    const sorted = executions.toSorted((a, b) => a.startedAt.getTime() - b.startedAt.getTime());
    return sorted.slice(1).flatMap((next, index): readonly Breach[] => {
      const previous = sorted[index];
      return previous?.stoppedAt === undefined || previous.stoppedAt > next.startedAt
        ? [{ invariant: 'one-at-a-time', what: `${previous?.name ?? ''} and ${next.name} ran at once for ${subject}.` }]
        : [];
    });
  });
};

/** Whatever could not be done is told of, and stays somewhere. */
export const nothingLost = ({ stage: { organization } }: Ground): readonly Breach[] => {
  const reported = organization
    .outcomes()
    .filter((event) => event['detail-type'] === 'Workflow Failed')
    .map(({ detail }) => textOf(detail['execution']) ?? '');
  const notified = organization.notifications().map(({ message }) => JSON.stringify(message));
  const isTold = ({ name, arn }: Execution): boolean =>
    reported.includes(name) || notified.some((message) => message.includes(arn));
  const silent = organization
    .executions()
    .filter((one) => one.status === 'RUNNING' || (one.status !== 'SUCCEEDED' && !isTold(one)))
    .map(({ arn, status, error = '' }) => `${arn} is ${status} ${error}, and nobody was told.`);
  const letters = organization
    .deadLetters()
    .filter(({ queueArn }) => !organization.organization.isClosed(queueArn.split(':')[4] ?? ''))
    .map(({ queueArn, body }) => `${queueArn} holds ${body}`);
  const undelivered = organization
    .undelivered()
    .filter(({ event }) => !organization.organization.isClosed(event.account))
    .map(({ rule, because }) => `The rule ${rule} could not deliver an event: ${because}`);
  return [...silent, ...letters, ...undelivered].map((what) => ({ invariant: 'nothing-lost', what }));
};

/** No edit of the factory's own comes back to it. */
export const noEcho = ({ stage: { organization } }: Ground): readonly Breach[] =>
  organization
    .events()
    .filter(
      ({ bus, event }) =>
        bus.endsWith(`event-bus/${names.intakeBus}`) && event.source === 'aws.iam' && isByFactory(event),
    )
    .map(({ event }) => ({
      invariant: 'no-echo',
      what: `The factory's own ${textOf(event.detail['eventName']) ?? 'call'} came back to it.`,
    }));

/** A role, a provider, or an account and the workflow: a reconcile may run beside whatever else is done to an account. */
const subjectOf = ({ input, stateMachineArn }: Execution): string => {
  const event = at(parseJson(input), 'event');
  const [account, roleName] = [textOf(at(event, 'account')) ?? '', textOf(at(event, 'roleName'))];
  return `${account}/${roleName?.toLowerCase() ?? textOf(at(event, 'issuer')) ?? stateMachineArn}`;
};
