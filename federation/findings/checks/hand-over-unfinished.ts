import { transferOf } from '../../transfer';
import { ofRoles } from '../reading';
import type { Check } from '../finding';

export const handOverUnfinished: Check = {
  id: 'hand-over-unfinished',
  severity: 'medium',
  meaning:
    "A role is used by a caller that somebody made, and its policy has one of the factory's: the role stays as it is, and whoever uses it still can.",
  remedy:
    "List the application under `handOvers`, make the factory's service principal the only owner of application and service principal, and take every secret, certificate and unplanned federated credential from it. The event `Workflow Failed` says what is still missing.",
  find: (examined) =>
    ofRoles(examined, ({ role, record, trust, verdict }) => {
      if (verdict.kind !== 'bind' && verdict.kind !== 'audit') return [];
      const { account } = examined.observation;
      const transfer = transferOf(role, account.id, record, verdict, examined.policy, trust);
      switch (transfer.kind) {
        case 'none':
          return [];
        case 'impossible':
          return [transfer.because];
        case 'pending':
          return [
            `The YAML hands over the application ${transfer.application} for the role, and the factory has not taken it over yet.`,
          ];
      }
    }),
};
