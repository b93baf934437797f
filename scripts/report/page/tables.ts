import { h, type Children, type PageElement } from './node';

/** A table that the page's script fills anew when somebody filters it. */
export interface TableFacts {
  /** Begins the ids of its parts. */
  readonly id: string;
  readonly caption: string;
  readonly columns: readonly string[];
  /** What its rows are, in the singular. */
  readonly noun: string;
}

export const findingTable: TableFacts = {
  id: 'finding',
  caption: 'Findings, the worst first',
  columns: ['Severity', 'Finding', 'Where', 'What', 'Owner, policy'],
  noun: 'finding',
};

export const roleTable: TableFacts = {
  id: 'role',
  caption: 'Roles and who may use them',
  columns: ['Role', 'State', 'Who may use it', 'Age', 'Last used', 'Findings'],
  noun: 'role',
};

export const accountTable: TableFacts = {
  id: 'account',
  caption: 'Accounts',
  columns: ['Account', 'Unit', 'Observed', 'Covered roles', 'Audiences', 'Findings'],
  noun: 'account',
};

/** A table in a frame of its own that scrolls where it is too wide, also by keyboard. */
export const tableOf = ({ id, caption, columns }: Omit<TableFacts, 'noun'>, rows: readonly Children[]): PageElement =>
  h(
    'div',
    { class: 'frame', role: 'region', tabindex: 0, 'aria-labelledby': `${id}-caption` },
    h(
      'table',
      { id: `${id}-table` },
      h('caption', { id: `${id}-caption` }, caption),
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          columns.map((column) => h('th', { scope: 'col' }, column)),
        ),
      ),
      h('tbody', { id: `${id}-rows` }, rows),
    ),
  );
