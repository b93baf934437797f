import { type Diagnostic, diagnostic } from '../diagnostics';
import { anyTexts, type Draft, select, type Selected, selectBelow } from '../documents/draft';
import { didYouMean } from '../near-miss';

/** An account as the lock file has it. */
export interface KnownAccount {
  readonly id: string;
  readonly name?: string;
  readonly organizationalUnit?: string;
}

/** The accounts of the lock file. */
export interface KnownAccounts {
  readonly all: readonly KnownAccount[];
  /** Every account with an id, or with a name whatever its case; several only where a name is not unique. */
  readonly find: (idOrName: string) => readonly KnownAccount[];
  /** Whether all of them could be read, so that one that is not among them is unknown. */
  readonly isComplete: boolean;
}

/** Reads the accounts of the lock file, as far as they can be read; several checks ask, and a draft never changes. */
export const knownAccounts = (draft: Draft): KnownAccounts => {
  const known = read.get(draft) ?? readAccounts(draft);
  read.set(draft, known);
  return known;
};

const read = new WeakMap<Draft, KnownAccounts>();

const readAccounts = (draft: Draft): KnownAccounts => {
  const items = select(draft, 'OrganizationLock', ['accounts', '*']);
  const text = (item: Selected, key: string) => anyTexts(selectBelow(item, [key]))[0]?.value;
  const all = items.flatMap((item): KnownAccount[] => {
    const [id, name, organizationalUnit] = [text(item, 'id'), text(item, 'name'), text(item, 'organizationalUnit')];
    if (id === undefined) return [];
    return [
      {
        id,
        ...(name === undefined ? {} : { name }),
        ...(organizationalUnit === undefined ? {} : { organizationalUnit }),
      },
    ];
  });
  const byKey = new Map<string, KnownAccount[]>();
  for (const account of all) {
    const keys = [account.id, account.name?.toLowerCase() ?? account.id];
    for (const key of new Set(keys)) byKey.set(key, [...(byKey.get(key) ?? []), account]);
  }
  const lists = select(draft, 'OrganizationLock', ['accounts']);
  return {
    all,
    find: (idOrName) => byKey.get(/^[0-9]{12}$/.test(idOrName) ? idOrName : idOrName.toLowerCase()) ?? [],
    isComplete:
      draft.isComplete('OrganizationLock') &&
      lists.length > 0 &&
      lists.every((list) => Array.isArray(list.value)) &&
      all.length === items.length &&
      all.every((account) => account.name !== undefined),
  };
};

/** What is wrong with naming an account: that there is none, or that there are several. */
export const accountProblems = (
  accounts: KnownAccounts,
  { value, position }: Selected<string>,
): readonly Diagnostic[] => {
  const found = accounts.find(value);
  const ids = [...new Set(found.map(({ id }) => id))];
  if (ids.length > 1) {
    const message = `The name \`${value}\` belongs to several accounts: ${ids.join(', ')}. Name the account by its id, in quotes.`;
    return [diagnostic(position, 'ambiguous-account', message)];
  }
  if (found.length > 0 || !accounts.isComplete) return [];
  const hint = didYouMean(value, /^[0-9]+$/.test(value) ? [] : accounts.all.flatMap(({ name }) => name ?? []));
  const message = `The lock file has no active account \`${value}\`.${hint} Correct it, or run \`oidc-factory lock\` if the account is new.`;
  return [diagnostic(position, 'unknown-account', message)];
};
