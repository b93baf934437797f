import { STSClient } from '@aws-sdk/client-sts';
import { ambientAccount } from '../../../handlers/adapters/account-reader';

it('says to whoever runs a command that STS cannot be reached, and speaks of no workflow', async () => {
  const sts = new STSClient({ region: 'eu-west-1' });
  sts.middlewareStack.add(() => () => Promise.reject(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })), {
    step: 'initialize',
  });
  const failure = await ambientAccount(sts).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'AccountsRefused' });
  expect(String(failure)).toContain('AWS STS cannot be reached.');
  expect(String(failure)).not.toContain('workflow');
});
