import { addExistingIn } from '../../../customizations/import';

const head = `# what people wrote
apiVersion: oidc-factory/v1
kind: IdentityProviders
identityProviders:
`;
const two = ['444444444444', '555555555555'];
const added = "'444444444444', '555555555555'";

type Case = readonly [what: string, before: string, after: string];
const cases: readonly Case[] = [
  [
    'an empty list',
    `  - name: entra-prod\n    existingIn: [] # why\n    kind: entra\n`,
    `  - name: entra-prod\n    existingIn: [${added}] # why\n    kind: entra\n`,
  ],
  [
    'a list in a line, with its spaces',
    `  - name: entra-prod\n    existingIn: [ '333333333333' ] # why\n`,
    `  - name: entra-prod\n    existingIn: [ '333333333333', ${added} ] # why\n`,
  ],
  [
    'a list over lines, with its comma and comments',
    `  - name: entra-prod\n    existingIn: [\n      "333333333333", # one\n    ]\n`,
    `  - name: entra-prod\n    existingIn: [\n      "333333333333", ${added}, # one\n    ]\n`,
  ],
  [
    'a list of items',
    `  - name: entra-prod\n    existingIn:\n      # one\n      - '333333333333' # why\n    kind: entra\n  - name: other\n`,
    `  - name: entra-prod\n    existingIn:\n      # one\n      - '333333333333' # why\n      - '444444444444'\n      - '555555555555'\n    kind: entra\n  - name: other\n`,
  ],
  [
    'no list, in a mapping over lines',
    `  - name: entra-prod # first\n    kind:   entra   # last\n\n  - name: other\n`,
    `  - name: entra-prod # first\n    kind:   entra   # last\n    existingIn: [${added}]\n\n  - name: other\n`,
  ],
  [
    'no list, behind a list of items',
    `  - name: entra-prod\n    audiences:\n      - a\n      - b\n  - name: other\n`,
    `  - name: entra-prod\n    audiences:\n      - a\n      - b\n    existingIn: [${added}]\n  - name: other\n`,
  ],
  [
    'no list, in a mapping in a line',
    `  - { name: other, kind: github }\n  - { name: entra-prod, kind: 'entra' } # x\n`,
    `  - { name: other, kind: github }\n  - { name: entra-prod, kind: 'entra', existingIn: [${added}] } # x\n`,
  ],
  ['no end of line', `  - name: entra-prod`, `  - name: entra-prod\n    existingIn: [${added}]`],
];

describe('addExistingIn', () => {
  it.each(cases)('adds to %s, and leaves every other byte', (_what, before, after) => {
    expect(addExistingIn(head + before, 'entra-prod', two)).toBe(head + after);
  });

  it.each(cases)('keeps the ends of lines of %s', (_what, before, after) => {
    const windows = (text: string): string => (head + text).replaceAll('\n', '\r\n');
    const edited = addExistingIn(windows(before), 'entra-prod', two);
    expect(edited?.replaceAll('\r\n', '\n')).toBe(head + after);
  });

  it.each([
    ['there is no such identity provider', `  - name: other\n`],
    [
      'the list is an alias',
      `  - { name: other, existingIn: &l ['333333333333'] }\n  - { name: entra-prod, existingIn: *l }\n`,
    ],
    ['the list is nothing', `  - name: entra-prod\n    existingIn:\n`],
  ])('leaves it to people where %s', (_what, before) => {
    expect(addExistingIn(head + before, 'entra-prod', two)).toBeUndefined();
  });

  it('takes no other document for that of the identity providers', () => {
    const text = `kind: Policies\nidentityProviders:\n  - name: entra-prod\n---\n${head}  - name: entra-prod\n`;
    expect(
      addExistingIn(text, 'entra-prod', two)?.startsWith(
        'kind: Policies\nidentityProviders:\n  - name: entra-prod\n---',
      ),
    ).toBe(true);
  });
});
