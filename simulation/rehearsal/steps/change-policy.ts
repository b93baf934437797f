import type {
  DeclareBindingStep,
  PolicyChangeStep,
  ScenarioRole,
} from '../../../schemas/generated/documents/scenario.types';
import { revise } from '../publish';
import type { StepReport } from '../report';
import type { Stage } from '../stage';

/** The YAML declares a binding. */
export const declareBinding = async (step: DeclareBindingStep, stage: Stage): Promise<StepReport> => {
  await revise({ declareBinding: step }, stage);
  return { title: `declare a binding for ${step.role} in ${step.account}`, details: [] };
};

/** The YAML declares a binding no longer. */
export const undeclareBinding = async (step: ScenarioRole, stage: Stage): Promise<StepReport> => {
  await revise({ undeclareBinding: step }, stage);
  return { title: `take back the declaration for ${step.role} in ${step.account}`, details: [] };
};

/** A policy of the YAML is changed, or added. */
export const policyChange = async (step: PolicyChangeStep, stage: Stage): Promise<StepReport> => {
  await revise({ policyChange: step }, stage);
  const { policy, ...changes } = step;
  return {
    title: `change the policy ${policy}`,
    details: Object.entries(changes).map(([label, value]) => ({ label, text: JSON.stringify(value) })),
  };
};
