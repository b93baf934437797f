import { reportKey } from '../../../federation/bucket-keys';
import { concludeRun } from '../conclude-run';
import { readMapResults } from '../map-results';
import { accountStep } from '../ports';
import { readObject } from '../stored';
import validateRunPlan from '../../../schemas/generated/records/run-plan.validate';

/** Ends a run that has done something: what became of the accounts, also of those that could not even be planned. */
export const organizationReport = accountStep(
  'organization.report',
  async ({ request: { execution, event }, inputs: { results } }, ports) => {
    const { done, failed: notApplied } = await readMapResults(results, ports);
    const plan = await readObject(reportKey(execution, 'plan'), validateRunPlan, ports);
    const failed = [...plan.failed, ...notApplied];
    const reconciled = plan.planned - notApplied.length;
    await concludeRun(
      { execution, isWhole: event.approval === undefined, reconciled, changed: done.length, failed },
      ports,
    );
    return { failed: failed.length };
  },
);
