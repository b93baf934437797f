import type { ScenarioDocument } from '../../schemas/generated/documents/scenario.types';
import { createStage, play } from '../../simulation/rehearsal';
import { sampleGround } from '../simulation/histories/ground';

type Steps = ScenarioDocument['steps'];

const role = { account: 'payments-us', role: 'billing-deployer' };
const asBefore: Steps = [
  { expectExchange: { ...role, as: 'hand-made', result: 'granted' } },
  { expectExchange: { ...role, as: 'stranger', result: 'denied' } },
  { expectTrust: { ...role, is: 'as-written' } },
];
const settled: Steps = [
  'settle',
  'reconcile',
  'settle',
  ...asBefore,
  { wait: { days: 1 } },
  'reconcile',
  'settle',
  ...asBefore,
];
const job = {
  issuer: 'https://token.actions.githubusercontent.com',
  subjects: ['repo:by-hand/billing:environment:prod'],
};

/** What the user does, each in a commit or an act of its own. */
const acts = {
  policy: {
    policyChange: { policy: 'imported-1', caller: 'own-application', federatedCredentials: { allowed: [job] } },
  },
  line: { listHandOver: { ...role, application: 'billing' } },
  ownership: { handOver: { application: 'billing' } },
  squatter: { squatApplication: { ...role, canSignIn: true } },
} as const satisfies Record<string, Steps[number]>;
type Act = keyof typeof acts;

const made: Steps = [
  { registerApplication: { application: 'billing', identityProvider: 'entra-prod' } },
  { createProvider: { account: role.account, identityProvider: 'entra-prod', applications: ['billing'] } },
  {
    createRole: {
      ...role,
      path: '/ci/',
      identityProvider: 'entra-prod',
      application: 'billing',
      permissionsBoundary: 'ci-boundary',
      tags: { team: 'billing' },
    },
  },
  'settle',
  'import',
];
const enforced: Steps[number] = { policyChange: { policy: 'imported-1', enforcement: 'enforce' } };

const failuresOf = async (steps: Steps): Promise<readonly string[]> => {
  const stage = await createStage({ ...sampleGround(), accounts: [] });
  const wrong: string[] = [];
  for await (const { title, failure } of play({ scenario: 'orders', steps }, stage))
    if (failure !== undefined) wrong.push(`${title}: ${failure}`);
  return wrong;
};

const orders: readonly (readonly [Act, Act, Act])[] = [
  ['policy', 'line', 'ownership'],
  ['policy', 'ownership', 'line'],
  ['line', 'policy', 'ownership'],
  ['line', 'ownership', 'policy'],
  ['ownership', 'policy', 'line'],
  ['ownership', 'line', 'policy'],
];

describe.each([
  ['enforced before', true],
  ['only reported before', false],
])('a role whose imported policy was %s', (_what, isEnforced) => {
  it.each(orders)('is used without a gap, and taken over: %s, %s, %s', async (...order) => {
    const steps = [
      ...made,
      ...(isEnforced ? [enforced] : []),
      ...settled,
      ...order.flatMap((act): Steps => [acts[act], ...settled]),
      ...(isEnforced ? [] : [enforced]),
      ...settled,
      { expect: { applications: 1, audiences: { [role.account]: 1 } } },
      { expectExchange: { ...role, as: 'own-application', result: 'granted' } } as const,
      'expectInvariants' as const,
    ];
    expect(await failuresOf(steps)).toEqual([]);
  });
});

it('is used without a gap where somebody squats on the name meanwhile', async () => {
  const steps = [
    ...made,
    enforced,
    ...settled,
    acts.policy,
    acts.squatter,
    acts.line,
    acts.ownership,
    ...settled,
    { expectEvents: { ...role, type: 'Role Bound', times: 1 } } as const,
  ];
  expect(await failuresOf(steps)).toEqual([]);
});
