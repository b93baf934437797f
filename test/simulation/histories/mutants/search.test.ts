import type { Graph } from '../../../../federation/ports';
import type * as Applications from '../../../../handlers/directory-steps/graph/applications';
import type { ScenarioDocument } from '../../../../schemas/generated/documents/scenario.types';
import type { GraphApplicationList } from '../../../../schemas/generated/graph/application-list.types';
import validateApplicationList from '../../../../schemas/generated/graph/application-list.validate';
import { findBreach } from './find-breach';

/** Looks applications up by the words of their display name, as the seed's published implementation does. */
jest.mock('../../../../handlers/directory-steps/graph/applications', () => {
  const real: typeof Applications = jest.requireActual('../../../../handlers/directory-steps/graph/applications');
  const findApplication = async (graph: Graph, uniqueName: string) => {
    const search = encodeURIComponent(`"displayName:${uniqueName}"`);
    const { body } = await graph.request({
      method: 'GET',
      path: `/applications?$search=${search}&$select=${real.applicationFields}&$expand=owners`,
      headers: { ConsistencyLevel: 'eventual' },
    });
    const found: GraphApplicationList | undefined = validateApplicationList(body) ? body : undefined;
    return found?.value[0];
  };
  return { ...real, findApplication } satisfies typeof Applications;
});

it("finds that a search by words brings another role's application", async () => {
  const hasBoth = (history: ScenarioDocument): boolean => {
    const text = JSON.stringify(history);
    return ['"web-deployer"', '"web-b-deployer"'].every((name) => text.includes(name));
  };
  expect(await findBreach(['usable', 'never-wider', 'no-orphans', 'restorable'], hasBoth)).toBeDefined();
}, 120_000);
