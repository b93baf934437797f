import { daysLeft, totalOf } from '../../../../federation/report';
import { fragmentOf } from '../filter';
import { severities } from '../items';
import { h, type Children, type PageElement } from '../node';
import { severityBadge } from '../rows';
import { counted, numberWords, percent } from '../words';
import { section, type ReportHeader } from './frame';

/** The headline numbers. */
export const headline = ({ summary, exemptions, generatedAt }: ReportHeader): PageElement => {
  const { coverage, inScope, notObserved, bound, findings, outOfScope } = summary;
  const now = new Date(generatedAt);
  const ended = exemptions.filter(({ until }) => daysLeft(until, now) < 0).length;
  return section(
    'overview',
    'Overview',
    h(
      'dl',
      { class: 'tiles' },
      tile(
        'Coverage',
        coverage.federated === 0 ? '–' : percent(coverage),
        `${numberWords(coverage.covered)} of ${counted(coverage.federated, 'federated role')} in scope admit only whom a binding or a policy names`,
      ),
      tile(
        'Accounts observed',
        numberWords(inScope - notObserved),
        `of ${numberWords(inScope)} in scope `,
        notObserved > 0 && h('span', { class: 'badge bad' }, `${numberWords(notObserved)} not observed`),
      ),
      tile(
        'Bound roles',
        numberWords(bound),
        outOfScope > 0 && `${counted(outOfScope, 'federated role')} in accounts out of scope`,
      ),
      tile(
        'Open findings',
        numberWords(totalOf(findings)),
        severities
          .filter((severity) => findings[severity] > 0)
          .map((severity) => [
            h('a', { href: fragmentOf({ severity }), class: 'plain' }, severityBadge(severity, findings[severity])),
            ' ',
          ]),
      ),
      tile(
        'Exemptions',
        numberWords(exemptions.length),
        summary.exempted > 0 && `accept ${counted(summary.exempted, 'finding')} `,
        ended > 0 && h('span', { class: 'badge critical' }, `${numberWords(ended)} expired`),
      ),
    ),
  );
};

const tile = (term: string, value: string, ...more: readonly Children[]): PageElement =>
  h('div', {}, h('dt', {}, term), h('dd', { class: 'value' }, value), h('dd', { class: 'more' }, ...more));
