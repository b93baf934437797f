import type { StepOutputs } from '../../step';
import { directoryStep } from '../ports';
import { switchCaller } from '../switch-caller';

/** Lets nobody sign in any more as the caller of a role. */
export const entraDisableCaller = directoryStep(
  'entra.disableCaller',
  async ({ request, inputs }, context): Promise<StepOutputs<'entra.disableCaller'>> => ({
    disabled: await switchCaller(inputs, false, request, context),
  }),
);
