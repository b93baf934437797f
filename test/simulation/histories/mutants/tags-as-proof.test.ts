import type * as Ownership from '../../../../handlers/directory-steps/graph/ownership';
import type * as Principals from '../../../../handlers/directory-steps/registration/ensure-service-principal';
import type { ScenarioDocument } from '../../../../schemas/generated/documents/scenario.types';
import { findBreach } from './find-breach';

/** Takes an application that was found by its name and tags for the factory's. */
jest.mock('../../../../handlers/directory-steps/graph/ownership', () => {
  const real: typeof Ownership = jest.requireActual('../../../../handlers/directory-steps/graph/ownership');
  const isSoleOwner = (): boolean => true;
  const proveOwnership = (): void => undefined;
  return { ...real, isSoleOwner, proveOwnership } satisfies typeof Ownership;
});

/** And its service principal with it, whether a record of the factory knows it or not. */
jest.mock('../../../../handlers/directory-steps/registration/ensure-service-principal', () => {
  const real: typeof Principals = jest.requireActual(
    '../../../../handlers/directory-steps/registration/ensure-service-principal',
  );
  const ensureServicePrincipal: typeof real.ensureServicePrincipal = (tenant, application, live, registration) =>
    live === undefined
      ? real.ensureServicePrincipal(tenant, application, live, registration)
      : Promise.resolve({ object: live, how: 'found' });
  return { ...real, ensureServicePrincipal } satisfies typeof Principals;
});

/** Somebody squats without a credential to strip, and a role of that name has no outside job to let in. */
const hasQuietSquatter = ({ steps }: ScenarioDocument): boolean =>
  steps.some((step, index) => {
    const squat = typeof step === 'string' ? undefined : step.squatApplication;
    return (
      squat?.canSignIn === false &&
      steps.slice(index).some((later) => {
        const created = typeof later === 'string' ? undefined : later.createRole;
        return (
          created?.account === squat.account &&
          created.role === squat.role &&
          created.tags?.['oidc-factory:subject'] === undefined
        );
      })
    );
  });

it('finds that who squats on a name with the right tags gets in', async () => {
  expect(await findBreach(['never-wider'], hasQuietSquatter)).toBeDefined();
}, 120_000);
