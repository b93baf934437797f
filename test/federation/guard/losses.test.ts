import { beyondPlan, countLosses, describeLoss, lossesOf, type Loss } from '../../../federation/guard';
import { examine } from '../../../federation/examine';
import type { PlannedAction } from '../../../federation/plan';
import { plannedActions } from '../../../federation/plan/planned-actions';
import { compiled, placeholder } from '../support/cases';
import { bound, inventoried, managed } from '../support/inventoried';

const admission = (subject: string): PlannedAction['before'][number] => ({
  statement: 0,
  issuer: 'sts.windows.net/t/',
  audiences: [{ text: 'a', isPattern: false }],
  subjects: [{ text: subject, isPattern: false }],
  further: [],
});
const action = (more: Partial<PlannedAction>): PlannedAction => ({
  kind: 'bind',
  effect: 'change',
  role: 'web',
  because: [],
  before: [],
  after: [],
  widens: false,
  ...more,
});

describe('what an action takes away', () => {
  it.each<[string, Partial<PlannedAction>, Loss['effect'] | undefined]>([
    ['a release removes', { kind: 'release', effect: 'remove' }, 'remove'],
    ['an orphan removes', { kind: 'retire-application', effect: 'remove', subject: 'aws-1-web' }, 'remove'],
    ['a new binding is none', { effect: 'create', after: [admission('s')] }, undefined],
    ['mending what nobody notices is none', { before: [admission('s')], after: [admission('s')] }, undefined],
    ['putting a binding back is none', { after: [admission('s')] }, undefined],
    ['another caller in its place rewrites', { before: [admission('s')], after: [admission('t')] }, 'rewrite'],
    ['a standing audience is none', { kind: 'add-standing-audience', subject: 'i' }, undefined],
  ])('%s', (_what, more, effect) => {
    expect(lossesOf([action(more)]).map((loss) => loss.effect)).toEqual(effect === undefined ? [] : [effect]);
  });

  it('is counted against what is live, and what nothing accounts for', () => {
    const examined = examine(inventoried({}), compiled());
    const losses: readonly Loss[] = [{ kind: 'release', effect: 'remove', role: 'web' }];
    expect(countLosses(examined, losses)).toMatchObject({ managed: 1, removed: 1, rewritten: 0 });
  });

  it('has the statement of a binding that has ended among what nothing accounts for', () => {
    const examined = examine(
      inventoried({
        bindings: [bound({ state: 'unbound' })],
        applications: [],
        provider: managed(placeholder),
        seen: ['statement web-deployer'],
      }),
      compiled({ policies: [] }),
    );
    const losses = lossesOf(plannedActions(examined));
    expect(losses).toEqual([{ kind: 'release', effect: 'remove', role: 'web-deployer' }]);
    expect(countLosses(examined, losses)).toMatchObject({ managed: 1, removed: 1, rewritten: 0 });
  });
});

describe('what goes beyond a plan', () => {
  const release = (role: string): Loss => ({ kind: 'release', effect: 'remove', role });

  it('is what the plan does not name; names of roles are the same whatever their case', () => {
    const planned = [release('Web'), release('api')];
    expect(beyondPlan([release('web')], planned)).toEqual([]);
    expect(beyondPlan([release('web'), release('job')], planned)).toEqual([release('job')]);
    expect(beyondPlan([{ kind: 'remove', effect: 'remove', role: 'web' }], planned).map(describeLoss)).toEqual([
      'remove web',
    ]);
  });
});
