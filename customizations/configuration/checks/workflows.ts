import type { Trigger } from '../../../federation/triggers';
import { diagnostic } from '../diagnostics';
import { anyTexts, select, selectBelow, texts } from '../documents/draft';
import { duplicates } from './duplicates';
import type { Check } from './check';

/** Names of workflows are unique; every trigger starts one workflow. */
export const checkWorkflows: Check = (draft) => [
  ...duplicates(
    anyTexts(select(draft, 'Workflow', ['workflow'])),
    'duplicate-name',
    (name, also) => `The workflow \`${name}\` is ${also}. Names are unique; rename one of the two.`,
  ),
  ...duplicates(
    select(draft, 'Workflow', []).flatMap((document) => {
      // A trigger that one list names twice is reported by the schema already.
      const triggers = texts(selectBelow(document, ['on', '*']));
      return triggers.filter(({ value }, index) => triggers.findIndex((other) => other.value === value) === index);
    }),
    'conflicting-values',
    (trigger, also) =>
      `A workflow for \`${trigger}\` is ${also}. A trigger starts one workflow; take it out of one of the two.`,
  ),
  ...checkUnhandled(draft),
];

const checkUnhandled: Check = (draft) => {
  const workflows = select(draft, 'Workflow', []);
  const lists = select(draft, 'Workflow', ['on']);
  const items = select(draft, 'Workflow', ['on', '*']);
  const handled = new Set(texts(items).map(({ value }) => value));
  const isComplete =
    draft.isComplete('Workflow') &&
    lists.length === workflows.length &&
    lists.every(({ value }) => Array.isArray(value));
  if (workflows.length === 0) return checkNone(draft);
  const at = lists[0]?.position;
  if (!isComplete || items.length !== texts(items).length || at === undefined) return [];
  return Object.keys(triggers)
    .filter((trigger) => !handled.has(trigger))
    .map((trigger) =>
      diagnostic(
        at,
        'unhandled-trigger',
        `No workflow is started by \`${trigger}\`; such events are passed over. Add the trigger to a workflow.`,
      ),
    );
};

const checkNone: Check = (draft) => {
  const organization = draft.documents.find(({ kind }) => kind === 'Organization');
  if (organization === undefined || !draft.isComplete('Workflow')) return [];
  const message =
    "There is no workflow, so that all events are passed over. Copy the sample's folder `config/workflows` into this configuration.";
  return [diagnostic(organization.valueAt([]), 'unhandled-trigger', message)];
};

const triggers: Readonly<Record<Trigger, true>> = {
  'account-closed': true,
  'account-due': true,
  'account-left': true,
  'account-moved': true,
  'account-released': true,
  'account-vended': true,
  'organization-due': true,
  'provider-changed': true,
  'role-changed': true,
  'role-created': true,
  'role-declared': true,
  'role-deleted': true,
  'role-reinstated': true,
  'role-released': true,
  'role-revoked': true,
};
