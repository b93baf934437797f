import { placeholderAudience } from '../../federation/names';
import type { Stage } from './stage';

/** What is there of the factory's work, and of the scenario's own roles. */
export interface Remains {
  /** Live applications that the factory's principal owns; what was there before the story began is not counted. */
  readonly applications: readonly string[];
  /** Deleted applications of its own that can still be restored. */
  readonly retiredApplications: readonly string[];
  /** Audiences in the providers of all accounts; neither the standing placeholder is counted, nor what was there before. */
  readonly audiences: readonly string[];
  /** Roles that the scenario made and that still exist, as `account/role`. */
  readonly roles: readonly string[];
}

/** Looks at the whole stage. */
export const remainsOf = (stage: Stage): Remains => {
  const { organization, cast } = stage;
  return {
    applications: ownedApplications(stage, 'applications'),
    retiredApplications: ownedApplications(stage, 'deletedApplications'),
    audiences: organization.organization
      .accounts()
      .flatMap(({ id, name }) => audiencesOf(stage, id).map((audience) => `${audience} in ${name}`)),
    roles: [...cast.values()]
      .filter(({ account, roleName }) => organization.role(account, roleName) !== undefined)
      .map(({ account, roleName }) => `${account}/${roleName}`),
  };
};

/**
 * The applications that the factory's principal owns; neither the factory's own application is counted, nor what was
 * there before the story began.
 */
export const ownedApplications = (
  { tenants, standing }: Stage,
  which: 'applications' | 'deletedApplications',
): readonly string[] =>
  [...tenants.values()].flatMap(({ entra, factory }) => {
    const { [which]: applications } = entra.snapshot();
    return applications
      .filter(({ owners, appId }) => owners.includes(factory.servicePrincipalId) && !standing.has(appId))
      .map(({ uniqueName, appId }) => `${uniqueName ?? 'without a name'} (${appId})`);
  });

/**
 * The audiences in the providers of an account, without the standing placeholder and what was there before the story began.
 * @param account id or name.
 * @throws SimulationError `unknown-account`
 */
export const audiencesOf = ({ organization, standing }: Stage, account: string): readonly string[] =>
  organization
    .providers(account)
    .flatMap(({ audiences }) =>
      audiences.filter((audience) => audience !== placeholderAudience && !standing.has(audience)),
    );
