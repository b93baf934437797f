import type { StepCatalogue } from '../../../../customizations/workflows';
import type { StepContract } from '../../../../federation/step-catalogue';

const step = (contract: Partial<StepContract>): StepContract => ({
  runsIn: 'account-steps',
  subject: 'role',
  inputs: {},
  outputs: {},
  failures: [],
  underPause: 'goes-on',
  summary: 'Is there for the tests.',
  ...contract,
});

/** A catalogue with every kind of value, and steps that the real one does not need yet. */
export const trialCatalogue: StepCatalogue = {
  'trial.look': step({
    outputs: {
      colour: { kind: 'choice', of: ['red', 'green', 'blue'] },
      name: { kind: 'text' },
      nickname: { kind: 'optional-text' },
      size: { kind: 'count' },
      parts: { kind: 'list' },
      plan: { kind: 'record', schema: 'CallerPlan' },
    },
  }),
  'trial.left': step({ outputs: { left: { kind: 'text' } } }),
  'trial.right': step({ outputs: { right: { kind: 'text' } }, runsIn: 'directory-steps' }),
  'trial.join': step({
    inputs: { left: { kind: 'text' }, right: { kind: 'text' } },
    outputs: { whole: { kind: 'text' } },
  }),
  'trial.take': step({ inputs: { part: { kind: 'text' } } }),
  'trial.paint': step({ inputs: { colour: { kind: 'choice', of: ['red', 'green'] } } }),
  'trial.measure': step({ inputs: { size: { kind: 'count' } } }),
  'trial.retire': step({ inputs: { retirement: { kind: 'record', schema: 'Retirement' } } }),
  'trial.move': step({ failures: ['WorldMoved', 'ConcurrentModification'] }),
  'trial.list': step({
    outputs: { accounts: { kind: 'stored', what: 'accounts' }, callers: { kind: 'stored', what: 'callers' } },
  }),
  'trial.gather': step({ inputs: { results: { kind: 'stored', what: 'results' } } }),
  'trial.lock': step({ failures: ['Locked', 'ConcurrentModification'] }),
  'trial.slow': step({ attemptSeconds: 300 }),
  'trial.plain': step({}),
  'trial.report': step({ subject: 'any' }),
  'trial.anywhere': step({ subject: 'any', inputs: { name: { kind: 'text' } } }),
};
