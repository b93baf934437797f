import { AssertionError } from 'node:assert';
import { sameName } from '../directory';
import type { ApplicationFields } from '../directory';
import { answer } from '../http';
import type { Application } from '../objects';
import { signInAudiences } from '../objects';
import { Refusal, badRequest, denied, notFound } from '../refusal';
import { choice, emptied, isBody, list, nullable, readFields, text } from './body';
import type { Body } from './body';
import { mayCreate, mayRead, mayWrite } from './caller';
import type { Key } from './path';
import { allowOnly, listed, shown } from './query';
import { applications, owners, presentOwners } from './representation';
import type { GraphCall, Route } from './routes';
import { everything } from './view';
import type { View } from './view';

const version = (value: unknown): ApplicationFields['requestedAccessTokenVersion'] => {
  if (!isBody(value)) throw badRequest("Invalid value specified for property 'api': expected an object.");
  const fields = readFields<{ requestedAccessTokenVersion: Application['requestedAccessTokenVersion'] }>(value, {
    requestedAccessTokenVersion: choice([1, 2, null]),
  });
  return fields.requestedAccessTokenVersion;
};

/** What of an application can be set. Source of the limits: the Graph reference on application. */
const applicationFields = (body: Body): ApplicationFields => {
  const { api, ...others } = body;
  const fields = readFields<Required<Omit<ApplicationFields, 'requestedAccessTokenVersion'>>>(others, {
    uniqueName: text(1, 128),
    displayName: text(1, 256),
    signInAudience: choice(signInAudiences),
    identifierUris: list(text(1, 255)),
    tags: list(text(1, 256)),
    notes: nullable(text(0, 1024)),
    keyCredentials: emptied,
  });
  const requestedAccessTokenVersion = api === undefined ? undefined : version(api);
  return requestedAccessTokenVersion === undefined ? fields : { ...fields, requestedAccessTokenVersion };
};

/** The application that a path means, or undefined. @throws Refusal 400, for an unknown key. */
export const findApplication = ({ applications }: View, { by, value }: Key): Application | undefined => {
  switch (by) {
    case 'id':
      return applications().find(({ id }) => sameName(id, value));
    case 'appId':
      return applications().find(({ appId }) => sameName(appId, value));
    case 'uniqueName':
      return applications().find(({ uniqueName }) => sameName(uniqueName ?? '', value));
    default:
      throw new Refusal(400, 'BadRequest', `'${by}' is no key of an application.`);
  }
};

/** The application that a call's path means. @throws Refusal 404. */
export const applicationOf = ({ seen, keys }: GraphCall): Application => {
  const key = firstKey(keys);
  const application = findApplication(seen, key);
  if (application === undefined) throw notFound(key.value);
  return application;
};

/** The first key of a path whose route has one. */
export const firstKey = ([key]: readonly Key[]): Key => {
  if (key === undefined) throw new AssertionError({ message: 'The route has no key.' });
  return key;
};

const patch = (call: GraphCall) => {
  const { directory, caller, keys } = call;
  allowOnly(call.query, []);
  mayRead(caller);
  const key = firstKey(keys);
  const existing = findApplication(call.createIfMissing ? everything(directory) : call.seen, key);
  const fields = applicationFields(call.body());
  if (existing === undefined) {
    if (key.by !== 'uniqueName' || !call.createIfMissing) throw notFound(key.value);
    const uniqueName = text(1, 128)(key.value, 'uniqueName');
    if (fields.uniqueName !== undefined && fields.uniqueName !== uniqueName) {
      throw badRequest("Property 'uniqueName' differs from the key in the path.");
    }
    mayCreate(caller);
    const created = directory.createApplication({ ...fields, uniqueName }, caller.id);
    return answer(201, applications(directory).show(created));
  }
  mayWrite(caller, existing);
  directory.updateApplication(existing, fields);
  return answer(204);
};

/** Applications, and their owners, who can be read and, with the permission that the factory has, never changed. */
export const applicationRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/applications',
    answer: (call) => {
      mayRead(call.caller);
      return answer(200, listed(call.seen.applications(), applications(call.directory), call));
    },
  },
  {
    method: 'POST',
    path: '/applications',
    answer: (call) => {
      allowOnly(call.query, []);
      mayCreate(call.caller);
      const created = call.directory.createApplication(applicationFields(call.body()), call.caller.id);
      return answer(201, applications(call.directory).show(created));
    },
  },
  {
    method: 'GET',
    path: '/applications/{}',
    answer: (call) => {
      mayRead(call.caller);
      return answer(200, shown(applicationOf(call), applications(call.directory), call.query));
    },
  },
  { method: 'PATCH', path: '/applications/{}', answer: patch },
  {
    method: 'DELETE',
    path: '/applications/{}',
    answer: (call) => {
      allowOnly(call.query, []);
      mayRead(call.caller);
      const application = applicationOf(call);
      mayWrite(call.caller, application);
      call.directory.deleteApplication(application);
      return answer(204);
    },
  },
  {
    method: 'GET',
    path: '/applications/{}/owners',
    answer: (call) => {
      mayRead(call.caller);
      const present = presentOwners(call.directory, applicationOf(call));
      return answer(200, listed(present, owners(call.directory), call));
    },
  },
  {
    method: 'POST',
    path: '/applications/{}/owners/$ref',
    answer: () => {
      throw denied();
    },
  },
];
