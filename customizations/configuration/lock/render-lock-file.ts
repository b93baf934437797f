import type { OrganizationSnapshot } from '../../../federation/organization';

/**
 * The lock file of a snapshot, as YAML: units by path, accounts by id, tags by key, a line each, so that a change of the
 * organization is a change of the lines it concerns. Reading it gives the snapshot back, whatever the names are.
 */
export const renderLockFile = ({ organization, organizationalUnits, accounts }: OrganizationSnapshot): string =>
  [
    '# Written by `oidc-factory lock` from AWS Organizations.',
    'apiVersion: oidc-factory/v1',
    'kind: OrganizationLock',
    `organization: ${scalar(organization)}`,
    'organizationalUnits:',
    ...sortedBy(organizationalUnits, ({ path }) => path).map(({ id, path }) => `  - ${mapping({ id, path })}`),
    'accounts:',
    ...sortedBy(accounts, ({ id }) => id).map(({ id, name, organizationalUnit, tags }) => {
      const pairs = Object.entries({ id, name, organizationalUnit }).map(pair);
      const sorted = sortedBy(Object.entries(tags), ([key]) => key);
      const all = sorted.length === 0 ? pairs : [...pairs, `tags: { ${sorted.map(pair).join(', ')} }`];
      return `  - { ${all.join(', ')} }`;
    }),
    '',
  ].join('\n');

const mapping = (record: Readonly<Record<string, string>>): string =>
  `{ ${Object.entries(record).map(pair).join(', ')} }`;

const pair = ([key, value]: readonly [string, string]): string => `${scalar(key)}: ${scalar(value)}`;

/** A text that reads back as the same text: plain where nothing can mistake it, else in quotes. */
const scalar = (text: string): string => {
  if (/^[A-Za-z/][\w/.-]*(?: [\w/.-]+)*$/.test(text) && !reserved.test(text)) return text;
  if (/^[\p{L}\p{M}\p{N}\p{P}\p{S} ]*$/u.test(text)) return `'${text.replaceAll("'", "''")}'`;
  return JSON.stringify(text).replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
};

/** What some reader of YAML, of whatever version, takes for something else than text. */
const reserved = /^(?:null|true|false|yes|no|on|off|y|n)$/i;

const sortedBy = <T>(values: readonly T[], key: (value: T) => string): readonly T[] =>
  values.toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
