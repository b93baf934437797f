import { noApplication, sameName } from '../directory';
import type { ServicePrincipalFields } from '../directory';
import { answer } from '../http';
import type { ServicePrincipal } from '../objects';
import { Refusal, badRequest, denied, notFound } from '../refusal';
import { findApplication, firstKey } from './applications';
import { emptied, list, nullable, readFields, required, text, truth } from './body';
import type { Body } from './body';
import { mayCreate, mayRead, mayWrite } from './caller';
import type { Key } from './path';
import { allowOnly, listed, shown } from './query';
import { owners, presentOwners, servicePrincipals } from './representation';
import type { GraphCall, Route } from './routes';
import { everything } from './view';
import type { View } from './view';

/** What of a service principal can be set; `appId` only when it is created. */
const servicePrincipalFields = (body: Body): ServicePrincipalFields & { readonly appId?: string } =>
  readFields<Required<ServicePrincipalFields> & { readonly appId: string }>(body, {
    appId: text(1, 36),
    displayName: text(1, 256),
    accountEnabled: truth,
    appRoleAssignmentRequired: truth,
    tags: list(text(1, 256)),
    notes: nullable(text(0, 1024)),
    keyCredentials: emptied,
  });

const findPrincipal = ({ servicePrincipals }: View, { by, value }: Key): ServicePrincipal | undefined => {
  if (by !== 'id' && by !== 'appId') throw new Refusal(400, 'BadRequest', `'${by}' is no key of a service principal.`);
  return servicePrincipals().find((principal) => sameName(principal[by], value));
};

/** The service principal that a call's path means. @throws Refusal 404. */
export const principalOf = ({ seen, keys }: GraphCall): ServicePrincipal => {
  const key = firstKey(keys);
  const principal = findPrincipal(seen, key);
  if (principal === undefined) throw notFound(key.value);
  return principal;
};

/** With Application.ReadWrite.OwnedBy, only for an application that the caller owns. */
const create = ({ directory, seen, caller }: GraphCall, appId: string, fields: ServicePrincipalFields) => {
  mayCreate(caller);
  const application = findApplication(seen, { by: 'appId', value: appId });
  if (application === undefined) throw noApplication(appId);
  mayWrite(caller, application);
  const created = directory.createServicePrincipal(appId, fields, caller.id);
  return answer(201, servicePrincipals(directory).show(created));
};

const patch = (call: GraphCall) => {
  const { directory, caller, keys } = call;
  allowOnly(call.query, []);
  mayRead(caller);
  const key = firstKey(keys);
  const existing = findPrincipal(call.createIfMissing ? everything(directory) : call.seen, key);
  const { appId, ...fields } = servicePrincipalFields(call.body());
  if (appId !== undefined && !sameName(appId, existing?.appId ?? key.value)) {
    throw badRequest("Property 'appId' is read-only and cannot be set.");
  }
  if (existing === undefined) {
    if (key.by !== 'appId' || !call.createIfMissing) throw notFound(key.value);
    return create(call, key.value, fields);
  }
  mayWrite(caller, existing);
  directory.servicePrincipals.put({ ...existing, ...fields });
  return answer(204);
};

/** Service principals, and their owners. */
export const servicePrincipalRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/servicePrincipals',
    answer: (call) => {
      mayRead(call.caller);
      return answer(200, listed(call.seen.servicePrincipals(), servicePrincipals(call.directory), call));
    },
  },
  {
    method: 'POST',
    path: '/servicePrincipals',
    answer: (call) => {
      allowOnly(call.query, []);
      const { appId, ...fields } = servicePrincipalFields(call.body());
      return create(call, required(appId, 'appId'), fields);
    },
  },
  {
    method: 'GET',
    path: '/servicePrincipals/{}',
    answer: (call) => {
      mayRead(call.caller);
      return answer(200, shown(principalOf(call), servicePrincipals(call.directory), call.query));
    },
  },
  { method: 'PATCH', path: '/servicePrincipals/{}', answer: patch },
  {
    method: 'DELETE',
    path: '/servicePrincipals/{}',
    answer: (call) => {
      allowOnly(call.query, []);
      mayRead(call.caller);
      const principal = principalOf(call);
      mayWrite(call.caller, principal);
      call.directory.servicePrincipals.delete(principal);
      return answer(204);
    },
  },
  {
    method: 'GET',
    path: '/servicePrincipals/{}/owners',
    answer: (call) => {
      mayRead(call.caller);
      const present = presentOwners(call.directory, principalOf(call));
      return answer(200, listed(present, owners(call.directory), call));
    },
  },
  {
    method: 'POST',
    path: '/servicePrincipals/{}/owners/$ref',
    answer: () => {
      throw denied();
    },
  },
];
