import { h, type Children, type PageElement } from '../node';
import { momentWords } from '../words';
import type { ReportHeader } from './frame';

/** Whose report it is, of when, and by which policy. */
export const masthead = ({ organization, generatedAt, policyHash, inventory }: ReportHeader): PageElement => {
  const { observed } = inventory;
  return h(
    'header',
    {},
    h('h1', {}, 'Federation report'),
    h(
      'dl',
      { class: 'facts' },
      fact('Organization', h('code', {}, organization.id)),
      fact(
        'Observed',
        observed === undefined
          ? 'nothing'
          : observed.first.slice(0, 16) === observed.last.slice(0, 16)
            ? moment(observed.first)
            : [moment(observed.first), ' to ', moment(observed.last)],
      ),
      fact('Policy', h('code', { title: policyHash }, policyHash.slice(0, 12))),
      fact('Made', moment(generatedAt)),
    ),
  );
};

const fact = (term: string, ...description: readonly Children[]): PageElement =>
  h('div', {}, h('dt', {}, term), h('dd', {}, ...description));

const moment = (at: string): PageElement => h('time', { datetime: at }, momentWords(at));
