import { type Diagnostic, diagnostic } from '../diagnostics';
import { type Draft, select, type Selected, selectBelow, textBelow } from '../documents/draft';
import { isOutsideKind } from '../outside-issuers';
import type { Check } from './check';
import { declaredProviders } from './declared-providers';

/**
 * The caller of a policy is of the sort that its identity provider has: applications in Microsoft Entra, or the subjects
 * of another issuer. For the latter nothing is registered, so that nothing can be said of what would be.
 */
export const checkOutsideCallers: Check = (draft) => {
  const kinds = new Map(declaredProviders(draft).map(({ name, kind }) => [name, kind] as const));
  const policies = select(draft, 'Policies', ['policies', '*']);
  return [
    ...policies.flatMap((policy) => {
      const provider = textBelow(policy, 'identityProvider');
      const kind = provider === undefined ? undefined : kinds.get(provider.value);
      return [...checkSort(policy, kind), ...(hasSubjects(policy) ? checkRest(policy) : [])];
    }),
    ...checkBindings(draft, policies.filter(hasSubjects)),
  ];
};

const hasSubjects = (policy: Selected): boolean => selectBelow(policy, ['caller', 'subjects']).length > 0;

const checkSort = (policy: Selected, kind: string | undefined): readonly Diagnostic[] => {
  const [caller] = selectBelow(policy, ['caller']);
  if (caller === undefined || kind === undefined || !caller.document.isSound(caller.path)) return [];
  if (isOutsideKind(kind) === hasSubjects(policy)) return [];
  const message = isOutsideKind(kind)
    ? `The identity provider is of the kind \`${kind}\`, for which nothing is registered. Write \`caller: { subjects: [PATTERN] }\`.`
    : '`subjects` is for identity providers of another kind than `entra`. Write `caller: own-application`, or name another identity provider.';
  return [diagnostic(caller.position, 'conflicting-values', message)];
};

const checkRest = (policy: Selected): readonly Diagnostic[] => {
  const audience = textBelow(policy, 'audience');
  return [
    ...(audience?.value === 'per-account'
      ? [
          diagnostic(
            audience.position,
            'conflicting-values',
            'The audiences of an outside issuer are those of its identity provider. Remove `audience: per-account`.',
          ),
        ]
      : []),
    ...selectBelow(policy, ['federatedCredentials']).map(({ document, path }) =>
      diagnostic(
        document.at(path),
        'conflicting-values',
        'A caller with `subjects` is no application, so it gets no federated credentials. Remove `federatedCredentials`.',
      ),
    ),
  ];
};

/** Nothing is bound, so that nothing can be declared ahead. */
const checkBindings = (draft: Draft, outside: readonly Selected[]): readonly Diagnostic[] => {
  const names = new Set(outside.map((policy) => textBelow(policy, 'name')?.value));
  return select(draft, 'Bindings', ['bindings', '*']).flatMap((binding): readonly Diagnostic[] => {
    const policy = textBelow(binding, 'policy');
    if (policy === undefined || !names.has(policy.value)) return [];
    const message = `The policy \`${policy.value}\` is for an outside issuer; its roles get no binding. Remove the binding, or name another policy.`;
    return [diagnostic(policy.position, 'conflicting-values', message)];
  });
};
