import type {
  DeclareBindingStep,
  PolicyChangeStep,
  ScenarioDelivery,
  ScenarioRole,
} from '../../schemas/generated/documents/scenario.types';
import type { ImportedConfiguration } from '../../federation/import';
import type { HandOverSettings } from '../../schemas/generated/documents/hand-overs.types';
import type { IdentityProviderSettings } from '../../schemas/generated/documents/identity-providers.types';
import type { OrganizationDocument } from '../../schemas/generated/documents/organization.types';
import { policySettings } from '../import/render-policies';
import type { Configuration, ConfigurationFile } from './configuration';
import { type Loaded, loadConfiguration } from './load';

/** An edit of the YAML, as a scenario tells it. */
export type ConfigurationEdit =
  | { readonly declareBinding: DeclareBindingStep }
  | { readonly undeclareBinding: ScenarioRole }
  | { readonly policyChange: PolicyChangeStep }
  | { readonly imported: ImportedConfiguration }
  | { readonly listHandOver: HandOverSettings }
  | { readonly unlistHandOver: Pick<HandOverSettings, 'application'> }
  | { readonly deliver: ScenarioDelivery };

/**
 * A configuration with some edits, oldest first, checked like one that was read from files. It is written as YAML in
 * between, so that an edit can say nothing that the YAML could not.
 */
export const editConfiguration = (configuration: Configuration, edits: readonly ConfigurationEdit[]): Loaded => {
  const valuesOf = <T>(located: readonly { readonly value: T }[]): readonly T[] => located.map(({ value }) => value);
  const listed = edits.reduce(edited, {
    policies: valuesOf(configuration.policies),
    bindings: valuesOf(configuration.bindings),
    handOvers: valuesOf(configuration.handOvers),
    identityProviders: valuesOf(configuration.identityProviders),
    deliver: configuration.organization.value.deliver,
  });
  const documents: readonly object[] = [
    { ...configuration.organization.value, deliver: listed.deliver },
    configuration.lock.value,
    { ...head, kind: 'IdentityProviders', identityProviders: listed.identityProviders },
    { ...head, kind: 'Policies', policies: listed.policies },
    { ...head, kind: 'Bindings', bindings: listed.bindings },
    { ...head, kind: 'HandOvers', handOvers: listed.handOvers },
    { ...head, kind: 'Exemptions', exemptions: valuesOf(configuration.exemptions) },
    ...valuesOf(configuration.workflows),
  ];
  return loadConfiguration(
    documents.map((document, index): ConfigurationFile => ({
      path: `edited-${String(index).padStart(3, '0')}.yaml`,
      bytes: Buffer.from(JSON.stringify(document)),
    })),
  );
};

const head = { apiVersion: 'oidc-factory/v1' };

/** What edits are about; a list of policies may lack what only the check asks for. */
interface Edited {
  readonly policies: readonly object[];
  readonly bindings: readonly { readonly account: string; readonly role: string; readonly policy: string }[];
  readonly handOvers: readonly HandOverSettings[];
  readonly identityProviders: readonly IdentityProviderSettings[];
  readonly deliver: OrganizationDocument['deliver'];
}

const edited = (before: Edited, edit: ConfigurationEdit): Edited => {
  const { policies, bindings, identityProviders } = before;
  if ('deliver' in edit) return { ...before, deliver: edit.deliver };
  if ('imported' in edit) {
    const accountsOf = (name: string): readonly string[] =>
      edit.imported.existingIn.filter((each) => each.name === name).flatMap(({ accounts }) => accounts);
    return {
      ...before,
      policies: [...policies, ...edit.imported.policies.map(policySettings)],
      identityProviders: identityProviders.map((one) => ({
        ...one,
        existingIn: [...new Set([...(one.existingIn ?? []), ...accountsOf(one.name)])],
      })),
    };
  }
  if ('policyChange' in edit) {
    const { policy: name, ...changes } = edit.policyChange;
    const isMeant = (policy: object): boolean => 'name' in policy && policy.name === name;
    const isThere = policies.some(isMeant);
    return {
      ...before,
      policies: isThere
        ? policies.map((policy) => (isMeant(policy) ? { ...policy, ...changes } : policy))
        : [...policies, { name, ...changes }],
    };
  }
  if ('listHandOver' in edit) return { ...before, handOvers: [...before.handOvers, edit.listHandOver] };
  if ('unlistHandOver' in edit) {
    const { application } = edit.unlistHandOver;
    return { ...before, handOvers: before.handOvers.filter((one) => one.application !== application) };
  }
  const { account, role } = 'declareBinding' in edit ? edit.declareBinding : edit.undeclareBinding;
  const others = bindings.filter((one) => one.account !== account || one.role.toLowerCase() !== role.toLowerCase());
  return {
    ...before,
    bindings: 'declareBinding' in edit ? [...others, { account, role, policy: edit.declareBinding.policy }] : others,
  };
};
