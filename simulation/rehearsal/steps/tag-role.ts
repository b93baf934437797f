import type { TagRoleStep, UntagRoleStep } from '../../../schemas/generated/documents/scenario.types';
import type { StepReport } from '../report';
import type { Stage } from '../stage';

/** Somebody in the account tags a role. */
export const tagRole = ({ account, role, tags }: TagRoleStep, { organization }: Stage): StepReport => {
  organization.iam(account).tagRole(role, tags);
  const text = Object.entries(tags).map(([key, value]) => `${key} ${value}`);
  return { title: `tag the role ${role} in ${account}`, details: [{ label: 'tags', text: text.join('\n') }] };
};

/** Somebody in the account takes tags from a role. */
export const untagRole = ({ account, role, keys }: UntagRoleStep, { organization }: Stage): StepReport => {
  organization.iam(account).untagRole(role, keys);
  return {
    title: `take tags from the role ${role} in ${account}`,
    details: [{ label: 'tags', text: keys.join('\n') }],
  };
};
