import { sameJson } from '../../../federation/trust/json';
import { at, textOf } from '../../json';
import type { Breach, Ground } from './breach';
import { isByFactory } from './trust-timelines';

/** What is not the factory's is as its owner left it: audiences of others, and applications under its names. */
export const foreignThings = (ground: Ground): readonly Breach[] =>
  [...takenAudiences(ground), ...changedApplications(ground)].map((what) => ({ invariant: 'foreign-kept', what }));

const takenAudiences = ({ stage, ownAudiences }: Ground): readonly string[] =>
  stage.organization
    .events()
    .map(({ event }) => event)
    .filter(({ detail }) => detail['eventName'] === 'RemoveClientIDFromOpenIDConnectProvider')
    .filter((event) => isByFactory(event) && event.detail['errorCode'] === undefined)
    .map(({ detail }) => textOf(at(detail, 'requestParameters', 'clientID')) ?? '')
    .filter((audience) => !ownAudiences.has(audience))
    .map((audience) => `The audience ${audience} was removed, which is not the factory's.`);

const changedApplications = ({ stage: { tenants, squatters } }: Ground): readonly string[] =>
  [...squatters.values()].flatMap(({ objects }) =>
    [...tenants.values()].flatMap(({ entra: { directory } }) => {
      const now = [...directory.applications.all(), ...directory.servicePrincipals.all()];
      return objects.flatMap((before) => {
        const after = now.find(({ id }) => id === before.id);
        if (after !== undefined && sameJson(asWritten(before), asWritten(after))) return [];
        return [
          `${before.displayName} (${before.id}), which somebody else registered, was ${after === undefined ? 'deleted' : 'changed'}.`,
        ];
      });
    }),
  );

/** Whoever deletes an object changes nothing else of it. */
const asWritten = (object: object): unknown => ({ ...object, deletedDateTime: null });
