import type { FederationReport } from '../../../../schemas/generated/reports/report.types';
import { h, type Children, type PageElement } from '../node';
import { rowsWords } from '../rows';
import { tableOf, type TableFacts } from '../tables';

/** All of a report but its accounts. */
export type ReportHeader = Omit<FederationReport, 'accounts'>;

/** Rows that stand in the page before anybody filters them, and how many there are in all. */
export interface FirstRows<Item> {
  readonly first: readonly Item[];
  readonly all: number;
}

/** A section of the page under its heading. */
export const section = (id: string, heading: string, ...children: readonly Children[]): PageElement =>
  h('section', { id, 'aria-labelledby': `${id}-heading` }, h('h2', { id: `${id}-heading` }, heading), ...children);

/** A table whose rows are shown page by page, and what says which of them these are. */
export const rowsOf = (table: TableFacts, { first, all }: FirstRows<PageElement>): Children => [
  tableOf(table, first),
  h(
    'div',
    { class: 'pager' },
    h('p', { id: `${table.id}-count` }, rowsWords(first.length, all, table.noun)),
    h('button', { type: 'button', id: `${table.id}-previous`, hidden: true }, `Previous ${table.noun}s`),
    h('button', { type: 'button', id: `${table.id}-next`, hidden: true }, `Next ${table.noun}s`),
  ),
];
