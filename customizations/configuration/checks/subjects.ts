import { maxFederatedCredentials } from '../../../federation/callers';
import { isLiteral } from '../../../federation/pattern';
import { type Diagnostic, diagnostic } from '../diagnostics';
import { select, selectBelow, textBelow, texts } from '../documents/draft';
import type { Check } from './check';

/**
 * A policy has no more literal subjects than an application can hold: without its tag a role gets all of them. An
 * application has at most 20 federated credentials (Microsoft Entra, "Important considerations and restrictions for
 * federated identity credentials").
 */
export const checkSubjects: Check = (draft) =>
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
