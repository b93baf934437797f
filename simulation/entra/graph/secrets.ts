import { answer } from '../http';
import type { HttpResponse } from '../http';
import type { DirectoryObject } from '../objects';
import { badRequest } from '../refusal';
import type { Store } from '../store';
import { applicationOf } from './applications';
import { readFields, required, text } from './body';
import { mayRead, mayWrite } from './caller';
import { allowOnly } from './query';
import type { GraphCall, Route } from './routes';
import { principalOf } from './service-principals';

const removePassword = <Item extends DirectoryObject>(
  call: GraphCall,
  store: Store<Item>,
  find: (call: GraphCall) => Item,
): HttpResponse => {
  allowOnly(call.query, []);
  mayRead(call.caller);
  const item = find(call);
  mayWrite(call.caller, item);
  const fields = readFields<{ readonly keyId: string }>(call.body(), { keyId: text(1, 36) });
  const keyId = required(fields.keyId, 'keyId');
  const passwordCredentials = item.passwordCredentials.filter((secret) => secret.keyId !== keyId);
  if (passwordCredentials.length === item.passwordCredentials.length) {
    throw badRequest(`No password credential found with keyId '${keyId}'.`);
  }
  store.put({ ...item, passwordCredentials });
  return answer(204);
};

/** Client secrets can be taken away here, and never be added: nothing in this organization should have one. */
export const secretRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/applications/{}/removePassword',
    answer: (call) => removePassword(call, call.directory.applications, applicationOf),
  },
  {
    method: 'POST',
    path: '/servicePrincipals/{}/removePassword',
    answer: (call) => removePassword(call, call.directory.servicePrincipals, principalOf),
  },
];
