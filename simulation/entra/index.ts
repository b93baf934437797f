/**
 * A Microsoft Entra tenant of the local organization, played at the level of HTTP requests: Microsoft Graph's routes for
 * applications and service principals, and the token endpoint. It keeps to what Microsoft documents, answers with
 * Graph's own statuses and error codes, and refuses whatever it does not know.
 */
export { entraHosts } from './clouds';
export { GitHubIssuer, githubIssuer } from './github-issuer';
export { seededGuids } from './guids';
export type { NewGuid } from './guids';
export { LocalEntra } from './local-entra';
export type { Registration } from './administration';
export type { DirectorySnapshot, LocalEntraOptions } from './local-entra';
export type { SignIn } from './sign-in';
export type { Application, FederatedIdentityCredential, ServicePrincipal } from './objects';
export type { HttpRequest, HttpResponse } from './http';
