import type { ApprovedPlan } from '../schemas/generated/records/plan-file.types';
import validatePlanFile from '../schemas/generated/records/plan-file.validate';
import { canonicalHash } from './canonical-hash';

/** A plan, if a value is one and its hash is that of its contents: nobody has changed it since. */
export const readPlanFile = (value: unknown): ApprovedPlan | undefined => {
  if (!validatePlanFile(value)) return undefined;
  const { hash, ...contents } = value;
  return canonicalHash(contents) === hash ? value : undefined;
};
