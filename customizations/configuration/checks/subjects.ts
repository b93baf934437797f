import type { OutsideKind } from '../../../federation/compiled-policy';
import { maxFederatedCredentials } from '../../../federation/callers';
import { tooWideFor } from '../../../federation/issuer-profiles';
import { isLiteral } from '../../../federation/pattern';
import { type Diagnostic, diagnostic } from '../diagnostics';
import { select, type Selected, selectBelow, textBelow, texts } from '../documents/draft';
import { isOutsideKind } from '../outside-issuers';
import type { Check } from './check';
import { declaredProviders } from './declared-providers';

/** The subjects of a policy are such as its caller can have. */
export const checkSubjects: Check = (draft) => [
  ...checkCredentials(draft),
  ...checkAllowed(draft),
  ...checkOutside(draft),
];

/**
 * A policy has no more literal subjects than an application can hold: without its tag a role gets all of them. An
 * application has at most 20 federated credentials (Microsoft Entra, "Important considerations and restrictions for
 * federated identity credentials").
 */
const checkCredentials: Check = (draft) =>
  select(draft, 'Policies', ['policies', '*']).flatMap((policy): Diagnostic[] => {
    const literals = selectBelow(policy, ['federatedCredentials', 'allowed', '*']).flatMap((allowed) => {
      const issuer = textBelow(allowed, 'issuer')?.value ?? '';
      const subjects = texts(selectBelow(allowed, ['subjects', '*'])).filter(({ value }) => isLiteral(value));
      return subjects.map((subject) => ({ subject, key: `${issuer}\n${subject.value}` }));
    });
    const distinct = [...new Map(literals.toReversed().map((each) => [each.key, each.subject])).values()].toReversed();
    const tooMany = distinct[maxFederatedCredentials];
    if (tooMany === undefined) return [];
    const message = `The policy names ${distinct.length} subjects without \`*\`; an application in Microsoft Entra holds at most ${maxFederatedCredentials} federated credentials. Let a pattern and the role's tag choose one of them, or split the policy.`;
    return [diagnostic(tooMany.position, 'wrong-value', message)];
  });

/** A role's tag chooses among what its policy allows, and whoever may tag the role must not choose a stranger. */
const checkAllowed: Check = (draft) =>
  select(draft, 'Policies', ['policies', '*', 'federatedCredentials', 'allowed', '*']).flatMap((allowed) => {
    const issuer = textBelow(allowed, 'issuer')?.value;
    return issuer === undefined
      ? []
      : texts(selectBelow(allowed, ['subjects', '*'])).flatMap((subject) => tooWide(issuer, subject));
  });

/** A trust policy that says what its policy says must not admit strangers. */
const checkOutside: Check = (draft) => {
  const providers = declaredProviders(draft);
  return select(draft, 'Policies', ['policies', '*']).flatMap((policy) => {
    const name = textBelow(policy, 'identityProvider')?.value;
    const { issuer, kind } = providers.find((provider) => provider.name === name) ?? {};
    if (name === undefined || issuer === undefined || !isOutsideKind(kind)) return [];
    return texts(selectBelow(policy, ['caller', 'subjects', '*'])).flatMap((subject) =>
      tooWide(issuer.value, subject, kind),
    );
  });
};

const tooWide = (issuer: string, { value, position }: Selected<string>, kind?: OutsideKind): readonly Diagnostic[] => {
  const because = tooWideFor(issuer, value, kind);
  return because === undefined
    ? []
    : [diagnostic(position, 'wrong-value', `The subject \`${value}\` is too wide. ${because}`)];
};
