import { AssertionError } from 'node:assert';
import type { CredentialFields } from '../directory';
import { answer } from '../http';
import type { Application, FederatedIdentityCredential } from '../objects';
import { Refusal, notFound } from '../refusal';
import { applicationOf } from './applications';
import { list, nullable, readFields, required, text } from './body';
import type { Body } from './body';
import { mayRead, mayWrite } from './caller';
import type { Key } from './path';
import { allowOnly, listed, shown } from './query';
import { federatedCredentials } from './representation';
import type { GraphCall, Route } from './routes';

const credentialFields = (body: Body): Partial<CredentialFields> =>
  readFields<CredentialFields>(body, {
    name: text(1, 120),
    issuer: text(1, 600),
    subject: text(1, 600),
    audiences: list(text(1, 600)),
    description: nullable(text(0, 600)),
  });

const complete = (fields: Partial<CredentialFields>): CredentialFields => ({
  name: required(fields.name, 'name'),
  issuer: required(fields.issuer, 'issuer'),
  subject: required(fields.subject, 'subject'),
  audiences: required(fields.audiences, 'audiences'),
  description: fields.description ?? null,
});

const keyOf = ({ keys }: GraphCall): Key => {
  const key = keys[1];
  if (key === undefined) throw new AssertionError({ message: 'The route has no second key.' });
  if (key.by !== 'id' && key.by !== 'name') {
    throw new Refusal(400, 'BadRequest', `'${key.by}' is no key of a federated credential.`);
  }
  return key;
};

/** A credential by its id or its name; Graph takes either, with and without parentheses. */
const find = (application: Application, { value }: Key): FederatedIdentityCredential | undefined =>
  application.federatedIdentityCredentials.find(({ id, name }) => id === value || name === value);

const credentialOf = (call: GraphCall, application: Application): FederatedIdentityCredential => {
  const key = keyOf(call);
  const credential = find(application, key);
  if (credential === undefined) throw notFound(key.value);
  return credential;
};

/** The application of a call that is to write. */
const ownApplicationOf = (call: GraphCall): Application => {
  allowOnly(call.query, []);
  mayRead(call.caller);
  const application = applicationOf(call);
  mayWrite(call.caller, application);
  return application;
};

const patch = (call: GraphCall) => {
  const application = ownApplicationOf(call);
  const key = keyOf(call);
  const existing = find(application, key);
  const fields = credentialFields(call.body());
  if (existing === undefined) {
    if (key.by !== 'name' || !call.createIfMissing) throw notFound(key.value);
    const created = call.directory.addCredential(application, complete({ ...fields, name: key.value }));
    return answer(201, federatedCredentials.show(created));
  }
  call.directory.updateCredential(application, existing.id, fields);
  return answer(204);
};

const path = '/applications/{}/federatedIdentityCredentials';

/** Federated credentials of an application. */
export const credentialRoutes: readonly Route[] = [
  {
    method: 'GET',
    path,
    answer: (call) => {
      mayRead(call.caller);
      const { federatedIdentityCredentials } = applicationOf(call);
      return answer(200, listed(federatedIdentityCredentials, federatedCredentials, call));
    },
  },
  {
    method: 'POST',
    path,
    answer: (call) => {
      const application = ownApplicationOf(call);
      const created = call.directory.addCredential(application, complete(credentialFields(call.body())));
      return answer(201, federatedCredentials.show(created));
    },
  },
  {
    method: 'GET',
    path: `${path}/{}`,
    answer: (call) => {
      mayRead(call.caller);
      return answer(200, shown(credentialOf(call, applicationOf(call)), federatedCredentials, call.query));
    },
  },
  { method: 'PATCH', path: `${path}/{}`, answer: patch },
  {
    method: 'DELETE',
    path: `${path}/{}`,
    answer: (call) => {
      const application = ownApplicationOf(call);
      call.directory.removeCredential(application, credentialOf(call, application).id);
      return answer(204);
    },
  },
];
