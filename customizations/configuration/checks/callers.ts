import { type Diagnostic, diagnostic } from '../diagnostics';
import { type Draft, select, type Selected, selectBelow, textBelow, texts } from '../documents/draft';
import type { Check } from './check';

/** The caller of a policy is exactly one of the forms that there are, and the rest of the policy fits it. */
export const checkCallers: Check = (draft) => {
  const factories = factoryClientIds(draft);
  return select(draft, 'Policies', ['policies', '*']).flatMap((policy) => {
    const [caller] = selectBelow(policy, ['caller']);
    if (caller === undefined || typeof caller.value !== 'object' || caller.value === null) return [];
    if (!caller.document.isSound(caller.path)) return [];
    const form = { caller, isShared: has(caller, 'shared'), isExisting: has(caller, 'existing') };
    if (has(caller, 'subjects')) return checkOutside(caller);
    return [...checkForm(form), ...checkAudience(form, factories), ...checkPolicy(policy, form)];
  });
};

interface Form {
  readonly caller: Selected;
  readonly isShared: boolean;
  readonly isExisting: boolean;
}

const checkOutside = (caller: Selected): readonly Diagnostic[] =>
  ['shared', 'existing', 'audience']
    .filter((key) => has(caller, key))
    .map((key) =>
      diagnostic(
        keyAt(caller, key),
        'conflicting-values',
        `A caller with \`subjects\` is somebody of an outside issuer, and has no \`${key}\`. Remove one of the two.`,
      ),
    );

const checkForm = ({ caller, isShared, isExisting }: Form): readonly Diagnostic[] => {
  if (isShared && isExisting) {
    const message = 'A caller is either `shared` or `existing`. Remove one of the two.';
    return [diagnostic(keyAt(caller, 'existing'), 'conflicting-values', message)];
  }
  // A caller without any key is reported by the schema.
  if (isShared || isExisting || !has(caller, 'audience')) return [];
  const message =
    '`caller` has an `audience` and says not whose. Add the key `existing` with the object ids of service principals, or write `caller: own-application`.';
  return [diagnostic(caller.position, 'missing-key', message)];
};

const checkAudience = (
  { caller, isShared, isExisting }: Form,
  factories: ReadonlySet<string>,
): readonly Diagnostic[] => {
  const hasAudience = has(caller, 'audience');
  if (isExisting && !hasAudience) {
    const message =
      '`caller` needs the key `audience` beside `existing`: the client id that the tokens of these service principals are for.';
    return [diagnostic(caller.position, 'missing-key', message)];
  }
  if (isShared && !isExisting && hasAudience) {
    const message =
      '`audience` belongs to `existing`; the tokens of a shared caller are for its own client id. Remove it.';
    return [diagnostic(keyAt(caller, 'audience'), 'conflicting-values', message)];
  }
  const audience = textBelow(caller, 'audience');
  if (audience === undefined || !factories.has(audience.value)) return [];
  const message =
    "The audience is the application that the factory itself signs in with. Name an application of the callers' own.";
  return [diagnostic(audience.position, 'conflicting-values', message)];
};

/** What only a caller of the factory's own making can have. */
const checkPolicy = (policy: Selected, { isShared, isExisting }: Form): readonly Diagnostic[] => {
  const audience = textBelow(policy, 'audience');
  const credentials = selectBelow(policy, ['federatedCredentials']);
  const tags = selectBelow(policy, ['federatedCredentials', 'tag']);
  return [
    ...(audience?.value === 'per-account' && (isShared || isExisting)
      ? [
          diagnostic(
            audience.position,
            'conflicting-values',
            '`audience: per-account` is for callers of which each role has its own. Write `audience: per-role`, or `caller: own-application`.',
          ),
        ]
      : []),
    ...(isExisting ? credentials : []).map(({ document, path }) =>
      diagnostic(
        document.at(path),
        'conflicting-values',
        'Nothing is written to an existing caller, so it gets no federated credentials. Remove `federatedCredentials`, or choose another caller.',
      ),
    ),
    ...(isShared && !isExisting ? tags : []).map(({ document, path }) =>
      diagnostic(
        document.at(path),
        'conflicting-values',
        'The tag of one role cannot choose the subject of a caller that other roles share. Remove `tag`, and name the subjects without `*`.',
      ),
    ),
  ];
};

const factoryClientIds = (draft: Draft): ReadonlySet<string> =>
  new Set(
    texts(select(draft, 'IdentityProviders', ['identityProviders', '*', 'factoryClientId'])).map(({ value }) => value),
  );

const has = (caller: Selected, key: string): boolean => selectBelow(caller, [key]).length > 0;

const keyAt = ({ document, path }: Selected, key: string) => document.at([...path, key]);
