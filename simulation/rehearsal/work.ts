import type { Stage } from './stage';

const day = 24 * 3600;

/**
 * Lets everything run that is due, with the faults of the scenario. Where something goes wrong by chance, two nightly
 * reconciles follow, a day apart, in which nothing does, so that the story comes to its end.
 */
export const comeToRest = async (stage: Stage): Promise<void> => {
  const { organization, faults } = stage;
  await withFaults(stage, async () => {
    await organization.settle();
    // What nothing came in the middle of happens at the end.
    while (faults.meanwhile.length > 0) {
      faults.meanwhile.shift()?.();
      await organization.settle();
    }
  });
  if (isFaulty(stage)) await reconcileTwice(stage);
};

/** Brings a story to its end, in which nothing goes wrong any more: what was missed is found by two reconciles. */
export const comeToAnEnd = async (stage: Stage): Promise<void> => {
  await comeToRest(stage);
  if (!isFaulty(stage)) await reconcileTwice(stage);
};

const reconcileTwice = async (stage: Stage): Promise<void> => {
  await reconcileNow(stage);
  stage.organization.clock.advance(day);
  await reconcileNow(stage);
};

/** The nightly schedule, and everything that follows. */
const reconcileNow = async ({ organization }: Stage): Promise<void> => {
  organization.nightly();
  await organization.settle();
};

/** Works while things go wrong. */
export const withFaults = async ({ faults }: Stage, work: () => Promise<void>): Promise<void> => {
  faults.isOn = true;
  try {
    await work();
  } finally {
    faults.isOn = false;
  }
};

/** Somebody acts, and what his calls tell of may get lost. */
export const acting = async <T>({ faults }: Stage, act: () => Promise<T> | T): Promise<T> => {
  faults.isActing = true;
  try {
    return await act();
  } finally {
    faults.isActing = false;
  }
};

/** Whether anything goes wrong by chance. */
export const isFaulty = ({ faults: { settings } }: Stage): boolean => {
  const { seed: _seed, acts: _acts, ...chances } = settings;
  return Object.values(chances).some((chance) => chance === true || (typeof chance === 'number' && chance > 0));
};
