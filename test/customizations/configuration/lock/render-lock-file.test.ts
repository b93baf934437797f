import fc from 'fast-check';
import { parse } from 'yaml';
import { loadConfiguration, renderLockFile } from '../../../../customizations/configuration';
import type { OrganizationSnapshot } from '../../../../federation/organization';
import { edited, sample } from '../sample';

const snapshotOf = (files: ReturnType<typeof edited>): OrganizationSnapshot => {
  const { organization, organizationalUnits, accounts } = loadConfiguration(files).configuration!.lock.value;
  return {
    organization,
    organizationalUnits,
    accounts: accounts.map((account) => ({ ...account, tags: account.tags ?? {} })),
  };
};

it('writes the sample as it stands', () => {
  expect(renderLockFile(snapshotOf(edited({})))).toBe(sample['config/organization.lock.yaml']);
});

it('does not depend on the order in which things were read', () => {
  const snapshot = snapshotOf(edited({}));
  const reversed = {
    ...snapshot,
    organizationalUnits: snapshot.organizationalUnits.toReversed(),
    accounts: snapshot.accounts.toReversed(),
  };
  expect(renderLockFile(reversed)).toBe(renderLockFile(snapshot));
});

const hostile = [
  'no',
  'null',
  '~',
  'true',
  '*',
  '&a',
  '!x',
  '0x1f',
  '012',
  '1e3',
  '-',
  '- a',
  '? b',
  'a: b',
  ': ',
  '#',
  'a #b',
  "it's",
  '"',
  '\\',
  '{',
  '}, {',
  '[',
  '@',
  '`',
  '%',
  '|',
  '>',
  ' ',
  'a ',
  ' a',
  '',
  '<<',
  '=',
  '.inf',
  '2026-01-01',
  '\u202eevil',
  '\u0000',
  '\n',
  '\u2028',
  '\ufeff',
  '😀',
  'Ünïcode',
  '__proto__',
];

it('gives every name back as it was', () => {
  const text = fc.oneof(
    fc.constantFrom(...hostile),
    fc.string({ maxLength: 50, unit: 'binary' }),
    fc.string({ maxLength: 50 }),
  );
  fc.assert(
    fc.property(text, fc.dictionary(text, text, { maxKeys: 5 }), (name, tags) => {
      const account = { id: '777777777777', name, organizationalUnit: '/', tags };
      const rendered = renderLockFile({
        organization: 'o-a1b2c3d4e5',
        organizationalUnits: [{ id: 'r-ab12', path: '/' }],
        accounts: [account],
      });
      const { accounts } = parse(rendered) as { accounts: object[] };
      expect({ tags: {}, ...accounts[0] }).toEqual(account);
      expect(rendered).toMatch(/^[\P{C}\n]*$/u);
    }),
  );
});

it.each(hostile.filter((name) => name !== ''))('reads back through the loader with an account named %j', (name) => {
  const snapshot = snapshotOf(edited({}));
  const changed = {
    ...snapshot,
    accounts: snapshot.accounts.map((account) =>
      account.name === 'playground' ? { ...account, name, tags: { [name]: name } } : account,
    ),
  };
  const files = edited({ 'organization.lock.yaml': renderLockFile(changed) });
  expect(loadConfiguration(files).diagnostics).toEqual([]);
  expect(snapshotOf(files)).toEqual(changed);
});
