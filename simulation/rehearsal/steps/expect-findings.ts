import type { ExpectFindingsStep } from '../../../schemas/generated/documents/scenario.types';
import type { CloudEvent } from '../../eventbridge';
import { at, listOf, textOf } from '../../json';
import type { StepReport } from '../report';
import type { Stage } from '../stage';

/** Compares the factory's last word on a role with the findings that the scenario names. */
export const expectFindings = ({ account, role, codes }: ExpectFindingsStep, stage: Stage): StepReport => {
  const { organization } = stage;
  const { id } = organization.organization.account(account);
  const last = organization
    .outcomes()
    .findLast(({ detail }) => detail['account'] === id && sameName(textOf(detail['role']), role));
  const found = last === undefined ? [] : codesOf(last);
  const met = found.toSorted().join() === codes.toSorted().join();
  const named = (some: readonly string[]): string => some.join(', ') || 'no finding';
  return {
    title: `look at the findings of ${role} in ${account}`,
    met,
    details: [{ label: last?.['detail-type'] ?? 'nothing was said', text: named(found) }],
    ...(!met && { failure: `The scenario expects ${named(codes)}, not ${named(found)}.` }),
  };
};

const codesOf = (event: CloudEvent): readonly string[] =>
  event['detail-type'] === 'Workflow Failed'
    ? [textOf(event.detail['error']) ?? '']
    : listOf(event.detail['reasons']).map((reason) => textOf(at(reason, 'code')) ?? '');

const sameName = (one: string | undefined, other: string): boolean => one?.toLowerCase() === other.toLowerCase();
