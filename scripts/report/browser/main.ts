import type { FederationReport, ReportedAccount } from '../../../schemas/generated/reports/report.types';
import { createFilterTest, filterOf, fragmentOf, type PageFilter } from '../page/filter';
import { controlIds, snapshotId } from '../page/ids';
import { findingItems, roleItems, type RoleItem } from '../page/items';
import { accountRow, findingRow, roleRow } from '../page/rows';
import { accountTable, findingTable, roleTable } from '../page/tables';
import { counted } from '../page/words';
import { elementOf } from './dom';
import { createPager } from './pager';

/** What runs in the page of a report: it shows of the report that the page carries what somebody asks for. */
const start = (report: FederationReport): void => {
  const { accounts } = report;
  const findings = findingItems(accounts);
  const roles = roleItems(accounts);
  const pagers = {
    findings: createPager(findingTable, findings.length, findingRow),
    accounts: createPager(accountTable, accounts.length, (account: ReportedAccount) => accountRow(account, report)),
    roles: createPager(roleTable, roles.length, (item: RoleItem) => roleRow(item, report)),
  };
  const text = elementOf(controlIds.text, HTMLInputElement);
  const choices = [controlIds.unit, controlIds.severity, controlIds.state].map((id) =>
    elementOf(id, HTMLSelectElement),
  );
  const result = elementOf('result', HTMLParagraphElement);

  let shownFragment = '';

  const asked = (): PageFilter => {
    const [unit, severity, state] = choices.map((choice) => choice?.value ?? '');
    return filterOf(
      new URLSearchParams({
        q: text?.value ?? '',
        unit: unit ?? '',
        severity: severity ?? '',
        state: state ?? '',
      }).toString(),
    );
  };
  const show = (filter: PageFilter): void => {
    const test = createFilterTest(filter, report);
    const shown = {
      findings: findings.filter(test.finding),
      accounts: accounts.filter(test.account),
      roles: roles.filter(test.role),
    };
    pagers.findings.show(shown.findings);
    pagers.accounts.show(shown.accounts);
    pagers.roles.show(shown.roles);
    const counts = [
      counted(shown.findings.length, 'finding'),
      counted(shown.accounts.length, 'account'),
      counted(shown.roles.length, 'role'),
    ];
    if (result !== undefined) result.textContent = counts.join(', ');
  };
  const showAsked = (): void => {
    const filter = asked();
    // The address can be handed on; nothing of it leaves the browser.
    shownFragment = fragmentOf(filter) || '#q=';
    location.replace(shownFragment);
    show(filter);
  };
  const readFragment = (): void => {
    // A fragment without `=` is the name of a section.
    if (!location.hash.includes('=') || location.hash === shownFragment) return;
    const filter = filterOf(location.hash);
    if (text !== undefined && text.value !== filter.text) text.value = filter.text;
    for (const [index, value] of [filter.unit, filter.severity, filter.state].entries()) {
      const choice = choices[index];
      if (choice !== undefined) choice.value = value;
    }
    show(asked());
  };

  let waiting: ReturnType<typeof setTimeout> | undefined;
  text?.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(showAsked, 150);
  });
  for (const choice of choices) choice?.addEventListener('change', showAsked);
  elementOf('reset', HTMLButtonElement)?.addEventListener('click', () => {
    if (text !== undefined) text.value = '';
    for (const choice of choices) if (choice !== undefined) choice.value = '';
    showAsked();
    text?.focus();
  });
  addEventListener('hashchange', readFragment);
  forPaper(Object.values(pagers));
  const controls = elementOf('controls', HTMLElement);
  if (controls !== undefined) controls.hidden = false;
  show(asked());
  readFragment();
};

/** On paper nothing can be opened, and no page be turned. */
const forPaper = (pagers: readonly { print(isPrinting: boolean): void }[]): void => {
  let opened: readonly HTMLDetailsElement[] = [];
  addEventListener('beforeprint', () => {
    for (const pager of pagers) pager.print(true);
    opened = [...document.querySelectorAll<HTMLDetailsElement>('details:not([open])')];
    for (const details of opened) details.open = true;
  });
  addEventListener('afterprint', () => {
    for (const details of opened) details.open = false;
    for (const pager of pagers) pager.print(false);
  });
};

// The page was written together with the report that it carries.
start(JSON.parse(document.getElementById(snapshotId)?.textContent ?? '{}') as FederationReport);
