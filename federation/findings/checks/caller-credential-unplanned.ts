import type { Check } from '../finding';

export const callerCredentialUnplanned: Check = {
  id: 'caller-credential-unplanned',
  severity: 'high',
  meaning:
    'The application of a binding has a credential or a setting that the factory did not give it: whoever has it can sign in as the caller.',
  remedy:
    'Nothing, where the policy is enforced: the next onboarding removes what is not planned. Find out who added it.',
  find: ({ observation }) =>
    observation.applications
      .filter(({ isOurs, isSound }) => isOurs && !isSound)
      .map(({ uniqueName }) => ({
        subject: uniqueName,
        because: `The application ${uniqueName} has a secret or a certificate, or its tokens are not as the factory makes them.`,
      })),
};
