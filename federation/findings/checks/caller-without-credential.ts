import { ofRoles } from '../reading';
import type { Check } from '../finding';

export const callerWithoutCredential: Check = {
  id: 'caller-without-credential',
  severity: 'low',
  meaning:
    'Nobody can sign in as the caller of a bound role without a secret: no federated credential is planned for it.',
  remedy:
    "Tag the role with the subject of the job that is to assume it, or name the subject in the policy's `federatedCredentials`.",
  find: (examined) =>
    ofRoles(examined, ({ verdict, record }) =>
      verdict.kind === 'bind' &&
      record?.state === 'bound' &&
      verdict.policy.caller.kind !== 'existing' &&
      verdict.credentials.length === 0
        ? ['No outside job may sign in as the caller of the role.']
        : [],
    ),
};
