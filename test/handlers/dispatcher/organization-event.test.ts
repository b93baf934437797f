import { readIntake } from '../../../handlers/dispatcher/intake';
import { account } from '../ports';
import { envelope, factoryAccount, iamEvent, managementAccount } from './messages';

const read = (body: string) => readIntake(body, { managementAccount, factoryAccount });

const organizations = (detail: object, from = managementAccount): string =>
  envelope(
    'aws.organizations',
    {
      eventSource: 'organizations.amazonaws.com',
      eventID: 'event-3',
      eventTime: '2026-11-23T09:58:00Z',
      requestParameters: null,
      ...detail,
    },
    from,
  );
const call = (eventName: string, more: object = {}, parameters: object = {}) =>
  organizations({ eventName, requestParameters: { accountId: account, ...parameters }, ...more });
const told = (eventName: string, serviceEventDetails: unknown) => organizations({ eventName, serviceEventDetails });

describe('what AWS Organizations tells', () => {
  it.each([
    [
      'a created account',
      told('CreateAccountResult', {
        createAccountStatus: { state: 'SUCCEEDED', accountId: account, accountName: '****' },
      }),
      'account-vended',
    ],
    [
      'an account that has joined',
      told('AccountJoinedOrganization', { membership: { member: account, management: managementAccount } }),
      'account-vended',
    ],
    ['a closed account', call('CloseAccount'), 'account-closed'],
    [
      'an account that has been closed',
      told('CloseAccountResult', { closeAccountStatus: { state: 'SUCCEEDED', accountId: account } }),
      'account-closed',
    ],
    ['a removed account', call('RemoveAccountFromOrganization'), 'account-left'],
    [
      'an account that has left by itself',
      told('AccountDepartedOrganization', { departureMethod: 'LEFT', accountIds: [account] }),
      'account-left',
    ],
  ])('is %s', (_what, message, trigger) => {
    expect(read(message)).toEqual({
      kind: 'event',
      subject: account,
      isMetered: false,
      event: { trigger, account, id: 'event-3', time: '2026-11-23T09:58:00.000Z' },
    });
  });

  it('is a moved account, with its new unit as a hint', () => {
    const destinationParentId = 'ou-ab12-workload';
    expect(read(call('MoveAccount', {}, { destinationParentId }))).toMatchObject({
      event: { trigger: 'account-moved', account, organizationalUnitId: destinationParentId },
    });
  });

  it.each([
    ['a call that failed', call('MoveAccount', { errorCode: 'AccountNotFoundException' })],
    ['an account that could not be created', told('CreateAccountResult', { createAccountStatus: { state: 'FAILED' } })],
    ['a call that moves no account', call('CreateOrganizationalUnit')],
    ['an event that names no account', told('AccountDepartedOrganization', { departureMethod: 'LEFT' })],
    ['an event that names two', told('AccountDepartedOrganization', { one: account, other: '555555555555' })],
    ['nothing but the management account', told('AccountJoinedOrganization', { one: managementAccount })],
  ])('is passed over: %s', (_what, message) => {
    expect(read(message)).toMatchObject({ kind: 'ignored' });
  });

  it.each([
    [
      'from a member account',
      organizations({ eventName: 'CloseAccount', requestParameters: { accountId: account } }, account),
    ],
    [
      'from the factory account',
      organizations({ eventName: 'CloseAccount', requestParameters: { accountId: account } }, factoryAccount),
    ],
    ['without its id', organizations({ eventName: 'CloseAccount', eventID: undefined })],
    ['with what is no account', organizations({ eventName: 'CloseAccount', requestParameters: { accountId: 'x' } })],
    ['of another service', organizations({ eventName: 'CloseAccount', eventSource: 'iam.amazonaws.com' })],
    ['with a unit that is none', call('MoveAccount', {}, { destinationParentId: '../x' })],
  ])('is not believed %s', (_what, message) => {
    expect(read(message)).toMatchObject({ kind: 'unreadable' });
  });
});

describe('what IAM tells of OIDC providers', () => {
  const issuer = 'https://sts.windows.net/8a7b6c5d-0000-4000-8000-1234567890ab/';
  const openIDConnectProviderArn = `arn:aws:iam::${account}:oidc-provider/${issuer.slice('https://'.length)}`;

  it.each([
    ['DeleteOpenIDConnectProvider', { openIDConnectProviderArn }],
    ['AddClientIDToOpenIDConnectProvider', { openIDConnectProviderArn, clientID: 'x' }],
    ['RemoveClientIDFromOpenIDConnectProvider', { openIDConnectProviderArn, clientID: 'x' }],
    ['UpdateOpenIDConnectProviderThumbprint', { openIDConnectProviderArn, thumbprintList: [] }],
    ['CreateOpenIDConnectProvider', { url: issuer }],
    ['CreateOpenIDConnectProvider', { url: issuer.slice('https://'.length) }],
  ])('%s concerns the provider and nothing else of the account', (eventName, requestParameters) => {
    expect(read(iamEvent({ eventName, requestParameters }))).toMatchObject({
      kind: 'event',
      isMetered: true,
      subject: `${account}#provider/${issuer.slice('https://'.length)}`,
      event: { trigger: 'provider-changed', account, issuer },
    });
  });

  it.each([
    ['the user', { arn: `arn:aws:iam::${account}:user/ann` }, `arn:aws:iam::${account}:user/ann`],
    ['the account, where it is not said', undefined, account],
  ])('was done by %s', (_who, userIdentity, actor) => {
    const deleted = { eventName: 'DeleteOpenIDConnectProvider', requestParameters: { openIDConnectProviderArn } };
    expect(read(iamEvent({ ...deleted, userIdentity }))).toMatchObject({ kind: 'event', event: { actor } });
  });

  it.each([
    ['names none', {}],
    ['names what is no provider', { openIDConnectProviderArn: 'x y' }],
  ])('is unreadable where it %s', (_what, requestParameters) => {
    expect(read(iamEvent({ eventName: 'DeleteOpenIDConnectProvider', requestParameters }))).toMatchObject({
      kind: 'unreadable',
    });
  });
});
