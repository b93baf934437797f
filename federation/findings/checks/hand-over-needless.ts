import { handedOverTo } from '../../hand-overs';
import { ofRoles } from '../reading';
import type { Check } from '../finding';

export const handOverNeedless: Check = {
  id: 'hand-over-needless',
  severity: 'info',
  meaning: "The YAML still lists an application as handed over that is the factory's by now.",
  remedy:
    'Take the line out of `handOvers`. While it stands, no new application is registered should this one be deleted for good.',
  find: (examined) =>
    ofRoles(examined, ({ role, record, verdict }) => {
      if (verdict.kind !== 'bind' || record?.state !== 'bound' || record.caller !== verdict.policy.caller.kind)
        return [];
      const { account } = examined.observation;
      const application = handedOverTo(verdict.policy.caller, account.id, role.name, examined.policy);
      return application !== undefined && record.audience === application && record.clientIds.includes(application)
        ? [`The application ${application} is the factory's.`]
        : [];
    }),
};
