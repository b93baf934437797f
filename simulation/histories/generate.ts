import type {
  CreateRoleStep,
  EditTrustStep,
  PauseStep,
  ScenarioAct,
  ScenarioDocument,
  ScenarioFaults,
  ScenarioRole,
  ScenarioStep,
} from '../../schemas/generated/documents/scenario.types';
import { Dice } from './dice';
import { changes, presets } from './policies';

/** What the generator knows of the world: as much as it needs to draw steps that make sense mostly. */
interface World {
  readonly dice: Dice;
  readonly accounts: string[];
  /** Roles that are there, and those that have been. */
  readonly roles: ScenarioRole[];
  readonly former: ScenarioRole[];
  readonly quarantined: Set<string>;
  /** What is or has been paused, each as its step names it. */
  readonly paused: PauseStep[];
  /** Whether something is paused in the middle of the factory's work. */
  isPausedMeanwhile: boolean;
}

const identityProvider = 'entra-prod';
const subjectTag = 'oidc-factory:subject';
const prod = '/Workloads/Prod';

/** In the lock file, so that bindings can be declared in it. */
const locked = 'payments-us';

/** The third name has every word of the first: who looks for words and not for names finds both. */
const roleNames = ['web-deployer', 'api-deployer', 'web-b-deployer', 'terraform-deployer', 'web-reader'];

/**
 * Draws a history: people who create, edit and delete roles, who take back what the factory has written, who squat on
 * names, and a policy that changes, while events are lost and functions crash. The same seed draws the same history. It
 * ends where everything that must hold holds.
 */
export const historyOf = (seed: number): ScenarioDocument => {
  const dice = new Dice(seed);
  const world: World = {
    dice,
    accounts: [locked],
    roles: [],
    former: [],
    quarantined: new Set(),
    paused: [],
    isPausedMeanwhile: false,
  };
  const hasAnother = dice.isLucky(0.5);
  if (hasAnother) world.accounts.push('payments-eu');
  const faults = dice.isLucky(0.75) ? drawFaults(dice) : undefined;
  const preset = dice.isLucky(0.5) ? [] : [{ policyChange: dice.oneOf(...presets) }];
  const steps = Array.from({ length: dice.between(3, 12) }, () => drawStep(world));
  const resumed = world.paused.map((scope) => ({ resume: scope }));
  // What happens in the middle of the factory's work may happen as late as that ends: a pause must not come after its end.
  const settled: readonly ScenarioStep[] = world.isPausedMeanwhile ? ['settle'] : [];
  const released = [...world.quarantined].map((account) => ({ release: { account } }));
  return {
    scenario: `history ${seed}`,
    ...(hasAnother && { accounts: [{ name: 'payments-eu', organizationalUnit: prod }] }),
    ...(faults !== undefined && { faults: { ...faults, seed } }),
    steps: [...preset, ...steps, ...settled, ...released, ...resumed, 'expectInvariants'],
  };
};

const drawFaults = (dice: Dice): ScenarioFaults => {
  const sometimes = (most: number): number => (dice.isLucky(0.5) ? Math.round(dice.next() * most * 100) / 100 : 0);
  const drawn = {
    duplicate: sometimes(0.3),
    lose: sometimes(0.3),
    delay: sometimes(0.3),
    throttle: sometimes(0.15),
    crash: sometimes(0.08),
    lag: sometimes(0.3),
  };
  const some = Object.fromEntries(Object.entries(drawn).filter(([, chance]) => chance > 0));
  return { ...some, reorder: dice.isLucky(0.5), acts: true };
};

const drawStep = (world: World): ScenarioStep => {
  const { dice } = world;
  const drawn = dice.weighted<() => ScenarioStep>([
    [5, () => ({ wait: { minutes: dice.oneOf(0, 0, 1, 5, 90) } })],
    [2, () => 'settle'],
    [1, () => 'reconcile'],
    [18, () => drawAct(world)],
    [3, () => ({ meanwhile: drawAct(world, true) })],
    [1, () => ({ policyChange: dice.oneOf(...changes) })],
    [1, () => drawDeclaration(dice)],
    ...(world.former.length > 0
      ? ([
          [1, () => ({ revoke: anyOf(world.former, dice) })],
          [0.6, () => ({ reinstate: anyOf(world.former, dice) })],
        ] as const)
      : []),
    ...(world.accounts.includes('payments-ap') ? [] : ([[0.5, () => vend(world)]] as const)),
  ]);
  return drawn?.() ?? 'settle';
};

const vend = ({ accounts }: World): ScenarioStep => {
  accounts.push('payments-ap');
  return { vendAccount: { name: 'payments-ap', organizationalUnit: prod } };
};

const drawDeclaration = (dice: Dice): ScenarioStep => {
  const role = dice.oneOf('terraform-deployer', 'web-deployer');
  return dice.isLucky(0.6)
    ? { declareBinding: { account: locked, role, policy: 'workloads-prod' } }
    : { undeclareBinding: { account: locked, role } };
};

const forms: readonly [EditTrustStep['form'], ...EditTrustStep['form'][]] = [
  'as-created',
  'as-created',
  'drop-subject',
  'add-statement',
  'remove',
  'add-foreign',
];

/** Something that people do. In the middle of the factory's work nobody creates what a later step would need. */
const drawAct = (world: World, isMeanwhile = false): ScenarioAct => {
  const { dice, roles, quarantined } = world;
  const account = anyOf(world.accounts, dice);
  const provider = { account, identityProvider };
  const onRoles = roles.length === 0 ? 0 : 1;
  const drawn = dice.weighted<() => ScenarioAct>([
    [isMeanwhile || roles.length > 4 ? 0 : 6 - 4 * onRoles, () => create(world)],
    [3 * onRoles, () => ({ editTrust: { ...anyOf(roles, dice), form: dice.oneOf(...forms) } })],
    [2 * onRoles, () => remove(world)],
    [1.5 * onRoles, () => ({ recreateRole: anyOf(roles, dice) })],
    [1 * onRoles, () => ({ tagRole: { ...anyOf(roles, dice), tags: { [subjectTag]: drawSubject(dice) } } })],
    [0.7 * onRoles, () => ({ untagRole: { ...anyOf(roles, dice), keys: [dice.oneOf('team', subjectTag)] } })],
    [0.7 * onRoles, () => ({ tagRole: { ...anyOf(roles, dice), tags: { team: 'web' } } })],
    [1 * onRoles, () => ({ deleteApplication: anyOf(roles, dice) })],
    [
      1,
      () => ({
        squatApplication: {
          ...anyName(world),
          state: dice.oneOf('live', 'live', 'deleted'),
          canSignIn: dice.isLucky(0.5),
        },
      }),
    ],
    [0.7, () => ({ addAudience: { ...provider, audience: 'somebody-elses' } })],
    [1, () => ({ wipeAudiences: provider })],
    [0.4, () => ({ deleteProvider: provider })],
    [isMeanwhile || account === locked ? 0 : 0.3, () => ({ closeAccount: { account } })],
    [quarantined.has(account) ? 2 : 0, () => lift(account, world)],
    [isMeanwhile ? 0 : 0.5, () => lock(account, world)],
    [0.5, () => pause(account, isMeanwhile, world)],
    [world.paused.length > 0 ? 1 : 0, () => resume(world)],
  ]);
  return drawn?.() ?? { wipeAudiences: provider };
};

const lock = (account: string, { quarantined }: World): ScenarioAct => {
  quarantined.add(account);
  return { quarantine: { account } };
};

const lift = (account: string, { quarantined }: World): ScenarioAct => {
  quarantined.delete(account);
  return { release: { account } };
};

const pause = (account: string, isMeanwhile: boolean, world: World): ScenarioAct => {
  const { dice, paused } = world;
  world.isPausedMeanwhile ||= isMeanwhile;
  const scope = dice.oneOf<PauseStep>({}, { account }, { organizationalUnit: prod }, { policy: 'workloads-prod' });
  paused.push(scope);
  return { pause: scope };
};

const resume = ({ dice, paused }: World): ScenarioAct => ({ resume: anyOf(paused, dice) });

const create = (world: World): ScenarioAct => {
  const { dice, roles, former } = world;
  const role = anyName(world);
  if (roles.some((one) => one.account === role.account && one.role === role.role)) return { recreateRole: role };
  roles.push(role);
  former.push(role);
  const step: CreateRoleStep = {
    ...role,
    identityProvider,
    path: '/ci/',
    tags: { team: 'web', ...(dice.isLucky(0.8) && { [subjectTag]: drawSubject(dice) }) },
    ...(dice.isLucky(0.9) && { permissionsBoundary: 'ci-boundary' }),
  };
  return { createRole: step };
};

const remove = ({ dice, roles }: World): ScenarioAct => {
  const role = anyOf(roles, dice);
  roles.splice(roles.indexOf(role), 1);
  return { deleteRole: role };
};

const anyName = ({ dice, accounts }: World): ScenarioRole => ({
  account: anyOf(accounts, dice),
  role: anyOf(roleNames, dice),
});

/** The last one is one that no policy allows. */
const drawSubject = (dice: Dice): string =>
  dice.oneOf(
    'repo:acme/payments:environment:prod',
    'repo:acme/payments:environment:prod',
    'repo:acme/other:environment:prod',
    'repo:evil/payments:environment:prod',
  );

const anyOf = <T>(things: readonly T[], dice: Dice): T => {
  const [first, ...others] = things;
  if (first === undefined) throw new RangeError('There is nothing to draw from.');
  return dice.oneOf(first, ...others);
};
