import { type Diagnostic, diagnostic } from '../diagnostics';
import { anyTexts, placeName, select, type Selected, selectBelow, texts } from '../documents/draft';
import { declaredNames } from './declared';
import { duplicates } from './duplicates';
import type { Check } from './check';

const again = 'Write the file anew with `oidc-factory lock`.';

/** The lock file is whole: ids are unique, each unit's parent and each account's unit are there; and it is of this organization. */
export const checkLock: Check = (draft) => [
  ...select(draft, 'OrganizationLock', []).flatMap((lock) => [
    ...repeated(lock, 'accounts', 'id', 'account'),
    ...repeated(lock, 'organizationalUnits', 'id', 'unit'),
    ...repeated(lock, 'organizationalUnits', 'path', 'unit'),
  ]),
  ...checkTree(draft),
  ...checkOwner(draft),
];

const repeated = (lock: Selected, list: string, key: string, what: string): readonly Diagnostic[] =>
  duplicates(
    anyTexts(selectBelow(lock, [list, '*', key])),
    'duplicate-name',
    (value, also) => `The ${what} \`${value}\` is ${also}. ${again}`,
  );

const checkTree: Check = (draft) => {
  const paths = declaredNames(draft, 'OrganizationLock', 'organizationalUnits', 'path');
  if (!paths.isComplete) return [];
  const missing = (selected: readonly Selected<string>[], unitOf: (value: string) => string | undefined) =>
    selected.filter(({ value }) => {
      const unit = unitOf(value);
      return unit !== undefined && !paths.names.has(unit);
    });
  const units = texts(select(draft, 'OrganizationLock', ['organizationalUnits', '*', 'path']));
  const homes = texts(select(draft, 'OrganizationLock', ['accounts', '*', 'organizationalUnit']));
  return [
    ...missing(units, parentOf).map(({ value, position }) => {
      const message = `The unit above \`${value}\` is not in the file. ${again}`;
      return diagnostic(position, 'unknown-organizational-unit', message);
    }),
    ...missing(homes, (unit) => unit).map(({ value, position }) => {
      const message = `The unit \`${value}\` is not among the organizational units of the file. ${again}`;
      return diagnostic(position, 'unknown-organizational-unit', message);
    }),
  ];
};

const checkOwner: Check = (draft) => {
  const [lock] = texts(select(draft, 'OrganizationLock', ['organization']));
  if (lock === undefined) return [];
  return texts(select(draft, 'Organization', ['organization', 'id']))
    .slice(0, 1)
    .filter(({ value }) => value !== lock.value)
    .map(({ value, position }) => {
      const message = `The organization is \`${value}\` here, and \`${lock.value}\` at ${placeName(lock.position)}. Correct the id, or sign in to the right organization and run \`oidc-factory lock\`.`;
      return diagnostic(position, 'conflicting-values', message);
    });
};

const parentOf = (path: string): string | undefined => {
  if (path === '/') return undefined;
  const end = path.lastIndexOf('/');
  return end === 0 ? '/' : path.slice(0, end);
};
