import type { Trigger } from '../../../federation/triggers';
import { readIntake } from '../../../handlers/dispatcher/intake';
import { account } from '../ports';
import {
  accountDue,
  ended,
  envelope,
  factoryAccount,
  iamEvent,
  lifecycle,
  managementAccount,
  request,
  schedule,
  stackEvent,
} from './messages';

const read = (body: string) => readIntake(body, { managementAccount, factoryAccount });
const role = `${account}/web-deployer`;

describe('what IAM tells', () => {
  const issuer = 'arn:aws:iam::444444444444:role/terraform';
  const session = 'arn:aws:sts::444444444444:assumed-role/terraform/run-1';
  const user = 'arn:aws:iam::444444444444:user/ann';

  it.each([
    ['the role that issued a session', { arn: session, sessionContext: { sessionIssuer: { arn: issuer } } }, issuer],
    ['a user', { arn: user }, user],
    ['a user with a session of its own', { arn: user, sessionContext: { sessionIssuer: {} } }, user],
    ['the account, where a service called', { type: 'AWSService', invokedBy: 'cloudformation.amazonaws.com' }, account],
    ['the account, where it is not said', undefined, account],
  ])('was done by %s', (_who, userIdentity, actor) => {
    const intake = read(iamEvent({ userIdentity }));
    expect(intake).toMatchObject({ kind: 'event', isMetered: true, subject: role });
    expect('event' in intake && intake.event.actor).toBe(actor);
  });

  it('names the role whatever its case', () => {
    expect(read(iamEvent({ requestParameters: { roleName: 'WEB-Deployer' } }))).toMatchObject({
      subject: role,
      event: { roleName: 'WEB-Deployer' },
    });
  });
});

describe('what the factory asks itself for', () => {
  const ofRoles: readonly (readonly [Trigger, string])[] = [
    ['role-created', role],
    ['role-deleted', role],
    ['role-released', role],
    ['role-declared', role],
    ['role-revoked', `${role}#revocation`],
    ['role-reinstated', `${role}#revocation`],
  ];

  it.each(ofRoles)('may be %s, which needs the lock %s', (trigger, subject) => {
    expect(read(request({ trigger }))).toEqual({
      kind: 'event',
      subject,
      event: { trigger, account, roleName: 'web-deployer', id: 'envelope-1', time: '2026-11-23T09:59:59.000Z' },
      isMetered: false,
    });
  });

  it('may be the reconcile of an account', () => {
    expect(read(accountDue())).toEqual({
      kind: 'event',
      subject: `${account}#account-due`,
      event: { trigger: 'account-due', account, id: 'due-1', time: '2026-11-23T09:58:00.000Z' },
      isMetered: false,
    });
  });

  it.each<[string, string]>([
    ['what only IAM tells of', request({ trigger: 'role-changed' })],
    ['what only a lifecycle event tells of', request({ trigger: 'account-moved', roleName: undefined })],
    ['what only a schedule brings', request({ trigger: 'organization-due', roleName: undefined })],
    ['an unknown trigger', request({ trigger: 'role-renamed' })],
    ['a role event without a role', request({ roleName: undefined })],
    ['an account event with a role', request({ trigger: 'account-due' })],
    ['more than a request has', request({ actor: 'arn:aws:iam::444444444444:user/ann' })],
    ['an id that is no name of an execution', request({}, { id: 'a b' })],
    ['a request of a member', request({}, {}, account)],
  ])('is never %s', (_what, body) => {
    expect(read(body)).toMatchObject({ kind: 'unreadable' });
  });
});

describe('a reconcile of the organization', () => {
  it.each([
    ['every night', schedule(), 'schedule'],
    ['when the stack was created', stackEvent('CREATE_COMPLETE'), 'deployment'],
    ['when the stack was updated', stackEvent(), 'deployment'],
  ])('is due %s', (_when, body, cause) => {
    expect(read(body)).toEqual({
      kind: 'event',
      subject: `${factoryAccount}#organization-due`,
      event: {
        trigger: 'organization-due',
        account: factoryAccount,
        cause,
        id: 'envelope-1',
        time: '2026-11-23T09:59:59.000Z',
      },
      isMetered: false,
    });
  });

  it.each([
    ['a schedule of a member', schedule(account), 'unreadable'],
    ['something else of EventBridge', schedule(factoryAccount, { 'detail-type': 'Other' }), 'unreadable'],
    ['a stack of a member', stackEvent('UPDATE_COMPLETE', account), 'unreadable'],
    [
      'something else of CloudFormation',
      stackEvent('UPDATE_COMPLETE', factoryAccount, { 'detail-type': 'x' }),
      'unreadable',
    ],
    ['a stack without a status', stackEvent(null), 'unreadable'],
    ['a stack that was rolled back', stackEvent('UPDATE_ROLLBACK_COMPLETE'), 'ignored'],
  ])('is not due by %s', (_what, body, kind) => {
    expect(read(body)).toMatchObject({ kind });
  });
});

describe('a message of the intake queue', () => {
  it.each<[string, string, 'unreadable' | 'ignored']>([
    ['a lifecycle event from a member', lifecycle({}, account), 'unreadable'],
    ['the end of an execution from a member', ended('e-1', { event: {} }, account), 'unreadable'],
    ['no JSON', 'hello', 'unreadable'],
    ['an empty body', '', 'unreadable'],
    ['an unknown source', envelope('custom.iam', {}), 'unreadable'],
    ['an account that is none', iamEvent({}, '4444'), 'unreadable'],
    ['an event without a role', iamEvent({ requestParameters: null }), 'unreadable'],
    ['a role name that IAM would refuse', iamEvent({ requestParameters: { roleName: 'a/b' } }), 'unreadable'],
    ['another event source', iamEvent({ eventSource: 'sts.amazonaws.com' }), 'unreadable'],
    ['a time that is none', iamEvent({ eventTime: '2026-13-45T99:99:99Z' }), 'unreadable'],
    [
      'an execution without an input',
      envelope('aws.states', { name: 'e', status: 'FAILED', input: 'x' }, factoryAccount),
      'unreadable',
    ],
    [
      'a call that changes no verdict',
      iamEvent({ eventName: 'CreateUser', requestParameters: { userName: 'x' } }),
      'ignored',
    ],
    ['an account that could not be vended', lifecycle({ state: 'FAILED' }), 'ignored'],
    ['an execution that goes on', ended('e-1', {}, factoryAccount, 'RUNNING'), 'ignored'],
  ])('can be %s', (_what, body, kind) => {
    expect(read(body)).toMatchObject({ kind });
  });

  it('gives a lock back under the subject that it was taken for', () => {
    for (const body of [iamEvent(), lifecycle(), accountDue(), schedule(), request({ trigger: 'role-revoked' })]) {
      const intake = read(body);
      if (!('event' in intake)) throw new TypeError('it is no event');
      const { subject, event } = intake;
      expect(read(ended('e-1', { event }))).toEqual({ kind: 'ended', subject, execution: 'e-1' });
    }
  });
});
