import { createHash } from 'node:crypto';
import type { ReportedAccount } from '../../../schemas/generated/reports/report.types';
import { accountOf, type CollectedReport } from '../collect';
import { jsonOf } from '../json';
import { controls } from './controls';
import { toHtml } from './html';
import { findingItems, roleItems, type FindingItem, type RoleItem } from './items';
import { h, type Children } from './node';
import {
  changesSection,
  exemptionsSection,
  findingsSection,
  headline,
  masthead,
  organizationSection,
  rolesSection,
} from './sections';
import { embeddableJson, snapshotStart } from './snapshot';

/** What the build has made of browser/. */
export interface PageAssets {
  readonly script: string;
  readonly style: string;
}

/** So many rows of each table stand in the page for whoever has no script; the script shows the rest page by page. */
const firstRows = 200;

/**
 * A report as one page, in pieces. It loads nothing: its content security policy allows its own script and its own style,
 * by their hashes, and nothing else. The same report and assets give the same bytes.
 */
export function* pageOf(collected: CollectedReport, { script, style }: PageAssets): Generator<string> {
  const { header } = collected;
  const { findings, roles, accounts } = firstOf(collected);
  const policy = [
    "default-src 'none'",
    `script-src '${digestOf(script)}'`,
    `style-src '${digestOf(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
  const changes = changesSection(header);
  const head: Children = [
    h('meta', { charset: 'utf-8' }),
    h('meta', { 'http-equiv': 'Content-Security-Policy', content: policy }),
    h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    h('meta', { name: 'color-scheme', content: 'light dark' }),
    h('meta', { name: 'referrer', content: 'no-referrer' }),
    h('title', {}, `Federation report of ${header.organization.id}`),
  ];
  yield `<!doctype html>\n<html lang="en">\n<head>\n${htmlOf(head)}\n<style>${style}</style>\n</head>\n<body>\n`;
  yield `${htmlOf([
    h('a', { href: '#findings', class: 'skip' }, 'Skip to the findings'),
    masthead(header),
    h(
      'nav',
      { 'aria-label': 'Sections' },
      [
        'Overview',
        ...(changes === undefined ? [] : ['Changes']),
        'Findings',
        'Organization',
        'Roles',
        'Exemptions',
      ].map((label) => h('a', { href: `#${label.toLowerCase()}` }, label)),
    ),
  ])}\n<noscript><p class="note">${htmlOf(h('span', {}, withoutScript))}</p></noscript>\n`;
  yield `<main>\n${[
    headline(header),
    changes,
    controls(header),
    findingsSection(header, findings, firstRows),
    organizationSection(header, { first: accounts, all: collected.accounts.length }),
    rolesSection(header, { first: roles, all: header.summary.roles }),
    exemptionsSection(header),
  ]
    .map(htmlOf)
    .join('\n')}\n</main>\n`;
  yield `${htmlOf(h('footer', {}, footnote))}\n`;
  yield snapshotStart;
  for (const piece of jsonOf(collected)) yield embeddableJson(piece);
  yield `</script>\n<script>${script}</script>\n</body>\n</html>\n`;
}

const withoutScript = `Search, filters and long tables need the page's script; without it each table shows its first ${firstRows} rows. The numbers are of all.`;

const footnote =
  'A role is federated where somebody may assume it with a web identity token, and covered where a binding or a policy names all of them. This page has account ids and names of roles in it: keep it internal.';

/** The rows that stand in the page. */
const firstOf = ({
  accounts,
}: CollectedReport): {
  readonly findings: readonly FindingItem[];
  readonly roles: readonly RoleItem[];
  readonly accounts: readonly ReportedAccount[];
} => {
  const roles: RoleItem[] = [];
  const found: ReportedAccount[] = [];
  const first: ReportedAccount[] = [];
  for (const text of accounts) {
    const account = accountOf(text);
    if (account.findings.length > 0) found.push(account);
    if (first.length < firstRows) first.push(account);
    if (roles.length < firstRows) roles.push(...roleItems([account]));
  }
  return { findings: findingItems(found), roles: roles.slice(0, firstRows), accounts: first };
};

/** A content security policy's word for a script or a style. */
const digestOf = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;

const htmlOf = (children: Children): string => h('div', {}, children).children.map(toHtml).join('\n');
