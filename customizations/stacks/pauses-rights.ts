import type { FactoryArns } from './factory-arns';
import type { Statement } from './policy-document';

/** What every function that writes outside of the factory account reads first: the parameter that says what is paused. */
export const pausesRights = (arns: FactoryArns): Statement => ({
  Sid: 'Pauses',
  Effect: 'Allow',
  Action: 'ssm:GetParameter',
  Resource: arns.pauses,
});
