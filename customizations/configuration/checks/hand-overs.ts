import { type Diagnostic, diagnostic } from '../diagnostics';
import { type Draft, select, type Selected, selectBelow, textBelow, texts } from '../documents/draft';
import { didYouMean } from '../near-miss';
import { declaredNames } from './declared';
import { duplicates } from './duplicates';
import { knownAccounts } from './known-accounts';
import { knownUnits } from './known-units';
import { isAmong, isForAccount, isOutside } from './binding-matches';
import type { Check } from './check';

/**
 * A hand-over is for one role or for one shared caller, and each application and each caller is in one of them: an
 * application that others use besides would be theirs and the factory's at once.
 */
export const checkHandOvers: Check = (draft) => {
  const lines = select(draft, 'HandOvers', ['handOvers', '*']);
  const sound = lines.filter((line) => formProblems(line).length === 0);
  return [
    ...lines.flatMap(formProblems),
    ...duplicates(
      lines.flatMap((line) => textBelow(line, 'application') ?? []),
      'duplicate-name',
      (application, also) =>
        `The application \`${application}\` is handed over ${also}. It becomes one caller; where several roles use it, hand it over once, as a \`shared\` caller.`,
    ),
    ...duplicates(
      sound.flatMap((line) => callerOf(line, draft)),
      'duplicate-name',
      ({ what }, also) => `An application is handed over for ${what} ${also}. Remove one of the two.`,
      ({ key }) => key,
    ),
    ...sound.flatMap((line) => [...checkShared(line, draft), ...checkRole(line, draft)]),
    ...lines.flatMap((line) => checkFactory(line, draft)),
  ];
};

/** Either `account` and `role`, or `shared`. */
const formProblems = (line: Selected): readonly Diagnostic[] => {
  const has = (key: string): boolean => selectBelow(line, [key]).length > 0;
  const { document, path } = line;
  if (has('shared'))
    return ['account', 'role'].filter(has).map((key) => {
      const message = `A shared caller is that of no one role, and has no \`${key}\`. Remove it, or \`shared\`.`;
      return diagnostic(document.at([...path, key]), 'conflicting-values', message);
    });
  const missing = ['account', 'role'].filter((key) => !has(key)).map((key) => `\`${key}\``);
  if (missing.length === 0) return [];
  const message = `The hand-over needs ${missing.join(' and ')}, or \`shared\`: whose caller the application becomes.`;
  return [diagnostic(line.position, 'missing-key', message)];
};

/** Whose caller an application becomes. IAM compares role names without their case. */
const callerOf = (
  line: Selected,
  draft: Draft,
): readonly Selected<{ readonly key: string; readonly what: string }>[] => {
  const shared = textBelow(line, 'shared');
  if (shared !== undefined)
    return [line.with({ key: `shared ${shared.value}`, what: `the shared caller \`${shared.value}\`` })];
  const [account, role] = [textBelow(line, 'account'), textBelow(line, 'role')];
  if (account === undefined || role === undefined) return [];
  const [known, another] = knownAccounts(draft).find(account.value);
  const id = known === undefined || another !== undefined ? account.value.toLowerCase() : known.id;
  const what = `the role \`${role.value}\` in \`${account.value}\``;
  return [line.with({ key: `${id}/${role.value.toLowerCase()}`, what })];
};

/** Some policy has the shared caller. */
const checkShared = (line: Selected, draft: Draft): readonly Diagnostic[] => {
  const shared = textBelow(line, 'shared');
  if (shared === undefined || !declaredNames(draft, 'Policies', 'policies', 'name').isComplete) return [];
  const names = new Set(
    texts(select(draft, 'Policies', ['policies', '*', 'caller', 'shared'])).map(({ value }) => value),
  );
  if (names.has(shared.value)) return [];
  const message = `No policy has the shared caller \`${shared.value}\`.${didYouMean(shared.value, names)} Write \`caller: { shared: ${shared.value} }\` in one, or name one that is there.`;
  return [diagnostic(shared.position, 'unknown-shared-caller', message)];
};

/** What the policies that may be for the role, by its names, make of its application. Path and tags are not known here. */
const checkRole = (line: Selected, draft: Draft): readonly Diagnostic[] => {
  const [account, role, application] = ['account', 'role', 'application'].map((key) => textBelow(line, key));
  if (account === undefined || role === undefined) return [];
  const accounts = knownAccounts(draft);
  const [known, another] = accounts.find(account.value);
  if (known === undefined || another !== undefined) return [];
  const policies = select(draft, 'Policies', ['policies', '*']);
  const own = policies.filter(
    (policy) =>
      textBelow(policy, 'caller')?.value === 'own-application' &&
      selectBelow(policy, ['match']).every(
        (match) =>
          isForAccount(match, known, accounts) &&
          isAmong(match, ['roles', 'names'], role.value) &&
          (known.organizationalUnit === undefined || !isOutside(match, known.organizationalUnit, knownUnits(draft))),
      ),
  );
  const others = policies.filter(
    (policy) =>
      application !== undefined &&
      textBelow(policy, 'caller', 'audience')?.value === application.value &&
      !isForOnly(policy, known.id, role.value),
  );
  return [
    ...checkOwn(own, role, declaredNames(draft, 'Policies', 'policies', 'name').isComplete),
    ...(application === undefined ? [] : others.map((policy) => namedElsewhere(policy, application))),
  ];
};

const checkOwn = (own: readonly Selected[], role: Selected<string>, isComplete: boolean): readonly Diagnostic[] => {
  const [first, ...others] = own.filter((policy) => textBelow(policy, 'audience')?.value === 'per-account');
  if (first !== undefined && others.length + 1 === own.length) {
    const message = `The policy \`${nameOf(first)}\` has one audience for the whole account, and the tokens that the role \`${role.value}\` is used with are for its application. Have the role match a policy with \`audience: per-role\`.`;
    return [diagnostic(role.position, 'conflicting-values', message)];
  }
  if (own.length > 0 || !isComplete) return [];
  const message = `No policy that may be for the role \`${role.value}\` has \`caller: own-application\`, so that the application stays whose it is. Write that in the role's policy, or remove the line.`;
  return [diagnostic(role.position, 'needless-hand-over', message)];
};

const namedElsewhere = (policy: Selected, application: Selected<string>): Diagnostic =>
  diagnostic(
    application.position,
    'conflicting-values',
    `The policy \`${nameOf(policy)}\` names the application \`${application.value}\` for other roles too, which would be cut off when this role goes. Hand it over as a \`shared\` caller, or keep it \`existing\`.`,
  );

const nameOf = (policy: Selected): string => textBelow(policy, 'name')?.value ?? '';

/** Whether a policy is for one role by its names, and for no other. */
const isForOnly = (policy: Selected, account: string, role: string): boolean => {
  const only = (path: readonly string[], value: string): boolean => {
    const items = texts(selectBelow(policy, ['match', ...path, '*']));
    return items.length > 0 && items.every((item) => item.value.toLowerCase() === value.toLowerCase());
  };
  return only(['accounts', 'ids'], account) && only(['roles', 'names'], role);
};

/** The application that the factory signs in with is nobody's caller. */
const checkFactory = (line: Selected, draft: Draft): readonly Diagnostic[] => {
  const application = textBelow(line, 'application');
  const factories = texts(select(draft, 'IdentityProviders', ['identityProviders', '*', 'factoryClientId']));
  if (application === undefined || factories.every(({ value }) => value !== application.value)) return [];
  const message =
    'This is the application that the factory itself signs in with. Name the one that the role is used by.';
  return [diagnostic(application.position, 'conflicting-values', message)];
};
