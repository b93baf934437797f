import type { StepOutputs } from '../../step';
import { directoryStep } from '../ports';
import { switchCaller } from '../switch-caller';

/** Lets the caller of a role sign in again. */
export const entraEnableCaller = directoryStep(
  'entra.enableCaller',
  async ({ request, inputs }, context): Promise<StepOutputs<'entra.enableCaller'>> => ({
    enabled: await switchCaller(inputs, true, request, context),
  }),
);
