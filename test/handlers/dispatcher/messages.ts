/** Messages as they lie in the intake queue. */
import { account } from '../ports';

export const managementAccount = '111111111111';
export const factoryAccount = '222222222222';

export const envelope = (source: string, detail: unknown, from = account, changes: object = {}): string =>
  JSON.stringify({
    version: '0',
    id: 'envelope-1',
    source,
    'detail-type': 'x',
    account: from,
    time: '2026-11-23T09:59:59Z',
    detail,
    ...changes,
  });

export const iamEvent = (changes: object = {}, from?: string): string =>
  envelope(
    'aws.iam',
    {
      eventSource: 'iam.amazonaws.com',
      eventName: 'CreateRole',
      eventID: 'event-1',
      eventTime: '2026-11-23T09:58:00Z',
      requestParameters: { roleName: 'web-deployer' },
      ...changes,
    },
    from,
  );

export const lifecycle = (changes: object = {}, from = managementAccount): string =>
  envelope(
    'aws.controltower',
    {
      eventName: 'CreateManagedAccount',
      eventID: 'event-2',
      eventTime: '2026-11-23T09:58:00Z',
      serviceEventDetails: {
        createManagedAccountStatus: {
          state: 'SUCCEEDED',
          account: { accountId: account, accountName: 'payments' },
          organizationalUnit: { organizationalUnitId: 'ou-ab12-workload', organizationalUnitName: 'Workloads' },
          ...changes,
        },
      },
    },
    from,
  );

export const ended = (execution: string, input: unknown, from = factoryAccount, status = 'SUCCEEDED'): string =>
  envelope('aws.states', { name: execution, status, input: JSON.stringify(input) }, from);

/** What the factory asks itself for, of the role. */
export const request = (detail: object = {}, changes: object = {}, from = factoryAccount): string =>
  envelope(
    'oidc-factory.intake',
    { trigger: 'role-created', account, roleName: 'web-deployer', ...detail },
    from,
    changes,
  );

/** The same, of the account. */
export const accountDue = (changes: object = {}): string =>
  envelope('oidc-factory.intake', { trigger: 'account-due', account }, factoryAccount, {
    id: 'due-1',
    time: '2026-11-23T09:58:00Z',
    ...changes,
  });

export const schedule = (from = factoryAccount, changes: object = {}): string =>
  envelope('aws.events', {}, from, { 'detail-type': 'Scheduled Event', ...changes });

export const stackEvent = (status: unknown = 'UPDATE_COMPLETE', from = factoryAccount, changes: object = {}): string =>
  envelope(
    'aws.cloudformation',
    { 'stack-id': 'arn:aws:cloudformation:eu-west-1:222222222222:stack/x/1', 'status-details': { status } },
    from,
    { 'detail-type': 'CloudFormation Stack Status Change', ...changes },
  );
