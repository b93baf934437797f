import type { ExpectCallsStep } from '../../../schemas/generated/documents/scenario.types';
import { remoteServices } from '../remote-services';
import type { StepReport } from '../report';
import type { Stage } from '../stage';

/** Compares the remote calls since the last `settle` began with the most that the scenario allows. */
export const expectCalls = ({ total, ...allowed }: ExpectCallsStep, { organization }: Stage): StepReport => {
  const found = (service: string): number => organization.calls.total(service);
  const all = remoteServices.map(found).reduce((sum, count) => sum + count, 0);
  const checks = [
    ...Object.entries(allowed).map(([service, most]) => ({ what: `calls of ${service}`, most, found: found(service) })),
    ...(total === undefined ? [] : [{ what: 'remote calls', most: total, found: all }]),
  ];
  const wrong = checks.filter((check) => check.found > check.most);
  return {
    title: 'count the remote calls',
    met: wrong.length === 0,
    details: checks.map(({ what, found: count }) => ({ label: what, text: String(count) })),
    ...(wrong.length > 0 && {
      failure: `The scenario allows ${wrong.map(({ what, most, found: count }) => `${most} ${what}, not ${count}`).join('; ')}.`,
    }),
  };
};
