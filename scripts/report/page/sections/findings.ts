import { fragmentOf } from '../filter';
import { severities, type FindingItem } from '../items';
import { h, marked, type PageElement } from '../node';
import { findingRow, severityBadge } from '../rows';
import { findingTable, tableOf } from '../tables';
import { rowsOf, section, type ReportHeader } from './frame';

/** What kinds of findings there are, what they mean and how they are mended; and then each of them. */
export const findingsSection = (
  { descriptions, summary }: ReportHeader,
  items: readonly FindingItem[],
  first: number,
): PageElement => {
  const kinds = descriptions
    .map((description) => {
      const open = items.filter(({ finding }) => finding.id === description.id && finding.exemption === undefined);
      return { ...description, open: open.length, severity: open[0]?.finding.severity };
    })
    .filter(({ open }) => open > 0)
    .toSorted(
      (one, other) => severities.indexOf(one.severity ?? 'info') - severities.indexOf(other.severity ?? 'info'),
    );
  return section(
    'findings',
    'Findings',
    kinds.length === 0
      ? h('p', {}, summary.exempted > 0 ? 'All that was found is accepted by exemptions.' : 'Nothing was found.')
      : tableOf(
          {
            id: 'kind',
            caption: 'What was found, and how to mend it',
            columns: ['Severity', 'Finding', 'What it means', 'How to mend it'],
          },
          kinds.map(({ id, severity, open, meaning, remedy }) =>
            h(
              'tr',
              {},
              h('td', {}, severity && severityBadge(severity, open)),
              h('th', { scope: 'row' }, h('a', { href: fragmentOf({ text: id }) }, h('code', { class: 'id' }, id))),
              h('td', {}, marked(meaning)),
              h('td', {}, marked(remedy)),
            ),
          ),
        ),
    items.length > 0 && rowsOf(findingTable, { first: items.slice(0, first).map(findingRow), all: items.length }),
  );
};
