import type { FederationReport } from '../../../schemas/generated/reports/report.types';
import { roleStates } from './filter';
import { controlIds } from './ids';
import { severities } from './items';
import { h, type PageElement } from './node';
import { stateWords } from './words';

/** What searches and filters. It is hidden until the page's script has taken it over. */
export const controls = ({ units }: Pick<FederationReport, 'units'>): PageElement =>
  h(
    'search',
    { id: 'controls', hidden: true, 'aria-label': 'Search and filter' },
    field(
      'Search',
      controlIds.text,
      h('input', {
        type: 'search',
        id: controlIds.text,
        autocomplete: 'off',
        spellcheck: 'false',
        placeholder: 'account, role, subject, owner …',
      }),
    ),
    field(
      'Unit',
      controlIds.unit,
      choice(
        controlIds.unit,
        units.map(({ path }) => [path, path]),
      ),
    ),
    field(
      'Severity',
      controlIds.severity,
      choice(
        controlIds.severity,
        severities.map((each) => [each, each]),
      ),
    ),
    field(
      'State',
      controlIds.state,
      choice(
        controlIds.state,
        (['uncovered', ...roleStates] as const).map((each) => [each, stateWords[each]]),
      ),
    ),
    h('button', { type: 'button', id: 'reset' }, 'Reset'),
    h('p', { role: 'status', id: 'result' }),
  );

const field = (label: string, id: string, control: PageElement): PageElement =>
  h('div', { class: 'field' }, h('label', { for: id }, label), control);

const choice = (id: string, options: readonly (readonly [value: string, label: string])[]): PageElement =>
  h(
    'select',
    { id },
    h('option', { value: '' }, 'any'),
    options.map(([value, label]) => h('option', { value }, label)),
  );
