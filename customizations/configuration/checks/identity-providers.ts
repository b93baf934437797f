import { type Diagnostic, diagnostic } from '../diagnostics';
import { anyTexts, select, selectBelow } from '../documents/draft';
import { nearest } from '../near-miss';
import { audiencesOf, isOutsideKind, issuerOf } from '../outside-issuers';
import type { Check } from './check';
import { type DeclaredProvider, declaredProviders } from './declared-providers';
import { duplicates } from './duplicates';

/**
 * Names and issuers of identity providers are unique: an account can have one provider for an issuer. Each has the keys
 * of its kind. The factory signs in to a tenant of Microsoft Entra, so that there is one.
 */
export const checkIdentityProviders: Check = (draft) => {
  const providers = declaredProviders(draft);
  const names = anyTexts(providers.flatMap(({ item }) => selectBelow(item, ['name'])));
  const lists = select(draft, 'IdentityProviders', ['identityProviders']);
  const isWithoutEntra =
    draft.isComplete('IdentityProviders') && providers.every(({ kind }) => isOutsideKind(kind)) && providers.length > 0;
  return [
    ...duplicates(
      names,
      'duplicate-name',
      (name, also) => `The identity provider \`${name}\` is ${also}. Names are unique; rename one, or remove it.`,
    ),
    ...duplicates(
      providers.flatMap(({ issuer }) => issuer ?? []),
      'conflicting-values',
      (issuer, also) =>
        `The issuer ${issuer} is ${also}. An account has one provider for an issuer; remove one of the two.`,
      (issuer) => issuer.replace(/\/$/, ''),
    ),
    ...providers.flatMap(checkKeys),
    ...(isWithoutEntra ? lists.slice(0, 1) : []).map(({ position }) =>
      diagnostic(
        position,
        'not-supported-yet',
        'An organization without an identity provider of the kind `entra` comes with a later release. Add one.',
      ),
    ),
  ];
};

const ofEntra = ['tenantId', 'cloud', 'factoryClientId'] as const;
const ofOthers = ['issuer', 'audiences'] as const;

const keys: readonly string[] = ['name', 'kind', ...ofEntra, ...ofOthers, 'existingIn'];

const checkKeys = ({ item, kind }: DeclaredProvider): readonly Diagnostic[] => {
  if (kind === undefined) return [];
  const given = Object.keys(item.value ?? {});
  const has = (key: string): boolean => given.includes(key);
  // One that is mistyped is reported already.
  const lacks = (key: string): boolean =>
    !has(key) && !given.some((one) => nearest(one, keys) === key && !keys.includes(one));
  const isOutside = isOutsideKind(kind);
  const missing = neededKeys(kind).filter(({ key }) => lacks(key));
  return [
    ...missing.map(({ key, what }) =>
      diagnostic(
        item.position,
        'missing-key',
        `An item of \`identityProviders\` of the kind \`${kind}\` needs the key \`${key}\`. ${what}`,
      ),
    ),
    ...(isOutside ? ofEntra : ofOthers)
      .filter(has)
      .map((key) =>
        diagnostic(
          item.document.at([...item.path, key]),
          'conflicting-values',
          `\`${key}\` is ${isOutside ? 'for the kind `entra`' : 'not for the kind `entra`'}, and this one is \`${kind}\`. Remove it, or change \`kind\`.`,
        ),
      ),
  ];
};

const neededKeys = (kind: string): readonly { readonly key: string; readonly what: string }[] =>
  isOutsideKind(kind)
    ? [
        ...(issuerOf({ kind }) === undefined
          ? [{ key: 'issuer', what: "The issuer's URL, exactly as its tokens name it." }]
          : []),
        ...(audiencesOf({ kind }) === undefined ? [{ key: 'audiences', what: 'Whom the tokens may be for.' }] : []),
      ]
    : [
        { key: 'tenantId', what: "The Microsoft Entra tenant's id." },
        { key: 'factoryClientId', what: 'The client id of the application that the factory signs in with.' },
      ];
