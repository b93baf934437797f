import { sameName } from '../directory';
import type { Directory } from '../directory';
import { answer } from '../http';
import type { Application, ServicePrincipal } from '../objects';
import { Refusal, notFound } from '../refusal';
import { firstKey } from './applications';
import { mayRead, mayWrite } from './caller';
import { allowOnly, listed, shown } from './query';
import { applications, servicePrincipals } from './representation';
import type { GraphCall, Route } from './routes';

/** A deleted object, and what can be done with it. */
interface DeletedItem {
  readonly item: Application | ServicePrincipal;
  readonly show: (call: GraphCall) => Readonly<Record<string, unknown>>;
  readonly restore: () => Readonly<Record<string, unknown>>;
  readonly purge: () => void;
}

const find = (directory: Directory, id: string): DeletedItem | undefined => {
  const application = directory.applications.deleted().find((item) => sameName(item.id, id));
  if (application !== undefined) {
    const resource = applications(directory);
    return {
      item: application,
      show: ({ query }) => ({ '@odata.type': '#microsoft.graph.application', ...shown(application, resource, query) }),
      restore: () => ({
        '@odata.type': '#microsoft.graph.application',
        ...resource.show(directory.restoreApplication(application)),
      }),
      purge: () => {
        directory.applications.purge(application);
      },
    };
  }
  const principal = directory.servicePrincipals.deleted().find((item) => sameName(item.id, id));
  if (principal === undefined) return undefined;
  const resource = servicePrincipals(directory);
  return {
    item: principal,
    show: ({ query }) => ({ '@odata.type': '#microsoft.graph.servicePrincipal', ...shown(principal, resource, query) }),
    restore: () => ({
      '@odata.type': '#microsoft.graph.servicePrincipal',
      ...resource.show(directory.restoreServicePrincipal(principal)),
    }),
    purge: () => {
      directory.servicePrincipals.purge(principal);
    },
  };
};

const itemOf = (call: GraphCall): DeletedItem => {
  mayRead(call.caller);
  const key = firstKey(call.keys);
  if (key.by !== 'id') throw new Refusal(400, 'BadRequest', `'${key.by}' is no key of a deleted item.`);
  const found = find(call.directory, key.value);
  if (found === undefined) throw notFound(key.value);
  return found;
};

/** Deleted applications and service principals: restorable for 30 days, then gone by themselves. */
export const deletedItemRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/directory/deletedItems/microsoft.graph.application',
    answer: (call) => {
      mayRead(call.caller);
      return answer(200, listed(call.directory.applications.deleted(), applications(call.directory), call));
    },
  },
  {
    method: 'GET',
    path: '/directory/deletedItems/microsoft.graph.servicePrincipal',
    answer: (call) => {
      mayRead(call.caller);
      return answer(200, listed(call.directory.servicePrincipals.deleted(), servicePrincipals(call.directory), call));
    },
  },
  {
    method: 'GET',
    path: '/directory/deletedItems/{}',
    answer: (call) => answer(200, itemOf(call).show(call)),
  },
  {
    method: 'POST',
    path: '/directory/deletedItems/{}/restore',
    answer: (call) => {
      allowOnly(call.query, []);
      const { item, restore } = itemOf(call);
      mayWrite(call.caller, item);
      return answer(200, restore());
    },
  },
  {
    method: 'DELETE',
    path: '/directory/deletedItems/{}',
    answer: (call) => {
      allowOnly(call.query, []);
      const { item, purge } = itemOf(call);
      mayWrite(call.caller, item);
      purge();
      return answer(204);
    },
  },
];
