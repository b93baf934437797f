import type { VirtualClock } from '../clock';
import type { Faults } from '../faults';
import type { IssuerRegistry } from '../issuers';
import { accessTokenSeconds } from './access-tokens';
import type { AccessTokens, TokenRequest } from './access-tokens';
import { checkAssertion } from './assertion';
import { graphAppId } from './clouds';
import { sameName } from './directory';
import type { Directory } from './directory';
import { answer } from './http';
import type { HttpResponse } from './http';
import type { Application, ServicePrincipal } from './objects';
import { throttled } from './throttling';
import { SignInError } from './token-errors';

const jwtBearer = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** What the token endpoint works with. */
export interface TokenEndpointOptions {
  readonly tenantId: string;
  /** The App ID URI of Microsoft Graph in this cloud. */
  readonly graphResource: string;
  readonly directory: Directory;
  readonly tokens: AccessTokens;
  readonly issuers: IssuerRegistry;
  readonly clock: VirtualClock;
  /** What goes wrong for a client, by its client id. */
  readonly faultsOf: (clientId: string) => Faults | undefined;
}

/**
 * `POST /{tenant}/oauth2/v2.0/token` for the client credentials grant with a federated credential. Any application of
 * the tenant gets a token for any other's audience, without roles: that is how Entra works unless assignment is
 * required, and why a trust policy must pin `sub`.
 * @param tenant the path's first segment.
 * @param body the form, URL-encoded.
 */
export const issueToken = async (
  options: TokenEndpointOptions,
  tenant: string,
  body: string,
): Promise<HttpResponse> => {
  const form = new URLSearchParams(body);
  const later = throttled(options.faultsOf(form.get('client_id') ?? ''));
  if (later !== undefined) return later;
  try {
    const access_token = await signIn(options, tenant, form);
    const expires = { expires_in: accessTokenSeconds, ext_expires_in: accessTokenSeconds };
    return answer(200, { token_type: 'Bearer', ...expires, access_token });
  } catch (error) {
    if (error instanceof SignInError) return answer(error.status, error.body(options.clock.now()));
    throw error;
  }
};

const signIn = async (options: TokenEndpointOptions, tenant: string, form: URLSearchParams): Promise<string> => {
  const { directory, tokens, issuers, clock, tenantId } = options;
  if (!sameName(tenant, tenantId)) throw new SignInError(90002, `Tenant '${tenant}' not found.`);
  const grant = required(form, 'grant_type');
  if (grant !== 'client_credentials') throw new SignInError(70003, `The grant type '${grant}' is not supported.`);
  const clientId = required(form, 'client_id');
  const requested = resourceOf(required(form, 'scope'));
  const application = directory.applications.live().find(({ appId }) => sameName(appId, clientId));
  if (application === undefined) {
    throw new SignInError(
      700016,
      `Application with identifier '${clientId}' was not found in the directory '${tenantId}'.`,
    );
  }
  await checkAssertion(assertionOf(form, clientId), application, issuers, clock.now());
  const caller = callerOf(options, application);
  return tokens.sign({ caller, ...resourceFacts(options, requested, caller) });
};

const required = (form: URLSearchParams, name: string): string => {
  const values = form.getAll(name);
  const [value] = values;
  if (value === undefined || value === '' || values.length > 1) {
    throw new SignInError(900144, `The request body must contain the following parameter: '${name}'.`);
  }
  return value;
};

const resourceOf = (scope: string): string => {
  const resource = /^(\S+)\/\.default$/.exec(scope)?.[1];
  if (resource === undefined) {
    throw new SignInError(
      1002012,
      `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`,
    );
  }
  return resource;
};

const assertionOf = (form: URLSearchParams, clientId: string): string => {
  if (form.has('client_secret')) {
    throw new SignInError(7000215, `Invalid client secret provided for app '${clientId}'.`);
  }
  if (!form.has('client_assertion')) {
    throw new SignInError(
      7000216,
      "'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type.",
    );
  }
  if (required(form, 'client_assertion_type') !== jwtBearer) {
    throw new SignInError(50027, `The client_assertion_type must be '${jwtBearer}'.`);
  }
  return required(form, 'client_assertion');
};

const principalOf = (directory: Directory, appId: string): ServicePrincipal | undefined =>
  directory.servicePrincipals.live().find((principal) => principal.appId === appId);

const callerOf = (
  { directory, tenantId }: TokenEndpointOptions,
  { appId, displayName }: Application,
): ServicePrincipal => {
  const principal = principalOf(directory, appId);
  if (principal === undefined) {
    throw new SignInError(
      7000229,
      `The client application ${appId} is missing service principal in the tenant ${tenantId}.`,
    );
  }
  if (!principal.accountEnabled) throw new SignInError(7000112, `Application '${appId}'(${displayName}) is disabled.`);
  return principal;
};

const resourceFacts = (
  { directory, graphResource, tenantId }: TokenEndpointOptions,
  requested: string,
  caller: ServicePrincipal,
): Omit<TokenRequest, 'caller'> => {
  if (sameName(requested, graphResource) || sameName(requested, graphAppId)) {
    return { resource: { appId: graphAppId, version: 1, requested }, roles: caller.graphRoles };
  }
  const resource = directory.applications
    .live()
    .find(({ appId, identifierUris }) => [appId, ...identifierUris].some((name) => sameName(name, requested)));
  const principal = resource === undefined ? undefined : principalOf(directory, resource.appId);
  if (resource === undefined || principal === undefined) {
    throw new SignInError(
      500011,
      `The resource principal named ${requested} was not found in the tenant named ${tenantId}.`,
    );
  }
  if (!principal.accountEnabled) {
    throw new SignInError(500014, `The service principal for resource '${requested}' is disabled.`);
  }
  if (principal.appRoleAssignmentRequired) {
    throw new SignInError(
      501051,
      `Application '${caller.appId}' is not assigned to a role for the application '${requested}'.`,
    );
  }
  return { resource: { appId: resource.appId, version: resource.requestedAccessTokenVersion, requested }, roles: [] };
};
