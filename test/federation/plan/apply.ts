import type { CompiledPolicy, IdentityProvider } from '../../../federation/compiled-policy';
import { audienceApplicationOf, callerNameOf, chooseCredentials } from '../../../federation/callers';
import { isBindingPolicy, type BindingPolicy } from '../../../federation/compiled-policy';
import { examine, type ExaminedRole, type InventoriedAccount } from '../../../federation/examine';
import { policyNamed } from '../../../federation/matching';
import { names, placeholderAudience, statusTag } from '../../../federation/names';
import type { ObservedRole } from '../../../federation/observed';
import type { BindingRecord } from '../../../federation/records';
import { providerNeeds, type RoleRequest } from '../../../federation/reconcile';
import { declaredBinding, isWithinPolicy, managedProvider } from '../../../federation/verdict';
import { pinTrust } from '../../../federation/trust/pin';
import { unpinTrust } from '../../../federation/trust/unpin';

type Mutable = { -readonly [Key in keyof InventoriedAccount]: InventoriedAccount[Key] };

/** An id that is always the same for a name. */
export const idOf = (kind: 'c' | 'd', name: string): string => {
  const number = Array.from(name).reduce((sum, char) => (sum * 31 + (char.codePointAt(0) ?? 0)) % 999_999_999_989, 7);
  return `${kind}0000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
};

/**
 * What becomes of an account when the workflows have done what a reconcile asks for, a day later: told anew and in few
 * words, as the steps should come to, without any of their precautions.
 */
export const applied = (before: InventoriedAccount, policy: CompiledPolicy): InventoriedAccount => {
  const { reconcile, roles } = examine(before, policy);
  const world: Mutable = { ...before };
  for (const request of reconcile.requests) {
    const role = roles.find((each) => each.role.name.toLowerCase() === request.roleName.toLowerCase());
    apply(request, role, world, policy);
  }
  for (const { record, expiresAt } of reconcile.expiring)
    write(world, { ...record, expiryAnnounced: { expiresAt, at: before.now.toISOString() } });
  for (const orphan of reconcile.orphans)
    if (orphan.kind === 'audience') removeAudience(world, orphan.identityProvider, orphan.audience);
    else if (orphan.kind === 'statement')
      editRole(world, orphan.roleName, (role) => ({ ...role, trustPolicy: orphan.closed }));
    else world.applications = world.applications.filter(({ uniqueName }) => uniqueName !== orphan.uniqueName);
  for (const { kind, identityProvider } of providerNeeds(world, reconcile.requests, policy))
    if (kind !== 'full') addAudience(world, identityProvider, placeholderAudience, policy);
  world.sightings = reconcile.sightings;
  world.now = new Date(before.now.getTime() + 86_400_000);
  return world;
};

const apply = (
  { trigger, roleName }: RoleRequest,
  examined: ExaminedRole | undefined,
  world: Mutable,
  policy: CompiledPolicy,
): void => {
  const record = world.bindings.find((each) => each.roleName.toLowerCase() === roleName.toLowerCase());
  switch (trigger) {
    case 'role-created':
      if (examined === undefined) return;
      if (examined.verdict.kind === 'bind') {
        const { policy: deciding, identityProvider } = examined.verdict;
        const bound = register(examined.role.name, examined.role, record, deciding, identityProvider, world, policy);
        const pinned = pinTrust(examined.role.trustPolicy, {
          provider: managedProvider(policy, world.account.id, identityProvider),
          ownAudiences: [placeholderAudience, ...bound.audiences],
          audience: bound.audience ?? '',
          subjects: bound.subjects ?? [],
        });
        if (pinned.kind === 'impossible') {
          editRole(world, roleName, told);
          return;
        }
        editRole(world, roleName, (role) => ({
          ...untold(role),
          trustPolicy: pinned.kind === 'changed' ? pinned.document : role.trustPolicy,
        }));
        write(world, { ...bound, state: 'bound', roleId: examined.role.roleId });
      } else editRole(world, roleName, isWithinPolicy(examined.verdict) ? untold : told);
      return;
    case 'role-declared': {
      const declared = declaredBinding(policy, world.account.id, roleName);
      const deciding = policyNamed(policy.policies, declared?.policy, world.account);
      const provider = policy.identityProviders.find(({ name }) => name === deciding?.identityProvider);
      if (deciding === undefined || provider === undefined || !isBindingPolicy(deciding)) return;
      const made = register(roleName, undefined, record, deciding, provider, world, policy);
      const state = record?.state === 'bound' || record?.state === 'contested' ? record.state : 'declared';
      write(world, { ...made, state, published: true });
      return;
    }
    case 'role-released':
    case 'role-deleted':
    case 'role-revoked':
      if (record === undefined) return;
      editRole(world, roleName, (role) => unpinned(role, record, world, policy));
      if (trigger === 'role-revoked') {
        const denial = `arn:aws:iam::${world.account.id}:policy/${names.revokedSessionsPolicy}`;
        editRole(world, roleName, (role) => ({ ...role, managedPolicies: [denial] }));
        write(world, { ...record, state: 'revoked' });
        return;
      }
      if (record.audience !== undefined && !isShared(world, record))
        removeAudience(world, record.identityProvider, record.audience);
      if (record.caller === 'own-application')
        world.applications = world.applications.filter(({ uniqueName }) => uniqueName !== record.uniqueName);
      write(world, { ...record, state: 'unbound' });
  }
};

const register = (
  roleName: string,
  role: ObservedRole | undefined,
  record: BindingRecord | undefined,
  policy: BindingPolicy,
  identityProvider: IdentityProvider,
  world: Mutable,
  compiled: CompiledPolicy,
): BindingRecord => {
  const { caller } = policy;
  const uniqueName = callerNameOf(caller, world.account.id, roleName);
  const audienceUniqueName = audienceApplicationOf(policy, world.account.id);
  for (const name of [uniqueName, audienceUniqueName])
    if (name !== undefined)
      world.applications = [
        ...world.applications.filter((each) => each.uniqueName !== name),
        {
          identityProvider: identityProvider.name,
          uniqueName: name,
          clientId: idOf('c', name),
          subject: idOf('d', name),
          isOurs: true,
          isSound: true,
        },
      ];
  const audience = caller.kind === 'existing' ? caller.audience : idOf('c', audienceUniqueName ?? uniqueName ?? '');
  const subjects = caller.kind === 'existing' ? caller.principals : [idOf('d', uniqueName ?? '')];
  addAudience(world, identityProvider, audience, compiled);
  const chosen = role === undefined ? undefined : chooseCredentials(policy, role.tags);
  const clientId = uniqueName === undefined ? [] : [idOf('c', uniqueName)];
  return {
    account: world.account.id,
    roleName,
    ...(record?.roleId !== undefined && { roleId: record.roleId }),
    ...(record?.roleId === role?.roleId && record?.boundAt !== undefined && { boundAt: record.boundAt }),
    policy: policy.name,
    identityProvider: identityProvider.name,
    issuer: identityProvider.issuer,
    caller: caller.kind,
    ...(uniqueName !== undefined && { uniqueName }),
    ...(audienceUniqueName !== undefined && { audienceUniqueName }),
    onDelete: policy.onDelete,
    audience,
    subjects,
    clientIds: [...new Set([...(record?.clientIds ?? []), ...clientId])],
    audiences: [...new Set([...(record?.audiences ?? []), audience])],
    state: 'registering',
    credentials: chosen?.kind === 'chosen' ? chosen.credentials.map(({ name }) => name) : [],
    ...(record?.published === true &&
      declaredBinding(compiled, world.account.id, roleName) !== undefined && { published: true }),
    version: (record?.version ?? 0) + 1,
    updatedAt: world.now.toISOString(),
  };
};

const write = (world: Mutable, record: BindingRecord): void => {
  const others = world.bindings.filter((each) => each.roleName.toLowerCase() !== record.roleName.toLowerCase());
  world.bindings = [...others, record];
};

const editRole = (world: Mutable, roleName: string, edit: (role: ObservedRole) => ObservedRole): void => {
  world.roles = world.roles.map((role) => (role.name.toLowerCase() === roleName.toLowerCase() ? edit(role) : role));
};

const told = (role: ObservedRole): ObservedRole => ({ ...role, tags: { ...role.tags, [statusTag]: 'told' } });
const untold = (role: ObservedRole): ObservedRole => {
  const { [statusTag]: _, ...tags } = role.tags;
  return { ...role, tags };
};

const unpinned = (role: ObservedRole, record: BindingRecord, world: Mutable, policy: CompiledPolicy): ObservedRole => {
  const result = unpinTrust(role.trustPolicy, {
    provider: managedProvider(policy, world.account.id, record),
    ownAudiences: [placeholderAudience, ...record.audiences],
    ...(record.subjects !== undefined && { subjects: record.subjects }),
  });
  return result.kind === 'changed' ? { ...role, trustPolicy: result.document } : role;
};

/** Whether another live binding has the same audience. */
const isShared = ({ bindings }: Mutable, { audience, roleName }: BindingRecord): boolean =>
  bindings.some((each) => each.roleName !== roleName && each.state !== 'unbound' && each.audience === audience);

const addAudience = (world: Mutable, provider: IdentityProvider, audience: string, policy: CompiledPolicy): void => {
  const known = world.providers.get(provider.name);
  const { arn } = managedProvider(policy, world.account.id, provider);
  const audiences = [...new Set([...(known?.audiences ?? []), audience])];
  world.providers = new Map([...world.providers, [provider.name, { arn, issuer: provider.issuer, audiences }]]);
};

const removeAudience = (world: Mutable, identityProvider: string, audience: string): void => {
  const known = world.providers.get(identityProvider);
  if (known === undefined) return;
  const audiences = known.audiences.filter((each) => each !== audience);
  world.providers = new Map([...world.providers, [identityProvider, { ...known, audiences }]]);
};
