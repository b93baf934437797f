import { createLocalJWKSet, jwtVerify } from 'jose';
import type { VirtualClock } from '../../clock';
import type { LocalIssuer } from '../../issuers';
import { graphAppId } from '../clouds';
import type { DirectoryObject } from '../objects';
import { Refusal, denied } from '../refusal';

/** Creates applications, and manages those that it owns. */
export const ownedBy = 'Application.ReadWrite.OwnedBy';

/** Whoever calls Graph. */
export interface Caller {
  /** Object id of its service principal. */
  readonly id: string;
  readonly roles: readonly string[];
}

/**
 * Reads the header `Authorization`.
 * @throws Refusal 401, where the token is not this tenant's, not for Graph, or has expired.
 */
export const authenticate = async (
  header: string | undefined,
  issuer: LocalIssuer,
  graphResource: string,
  clock: VirtualClock,
): Promise<Caller> => {
  const token = /^Bearer ([\w.~+/=-]+)$/i.exec(header ?? '')?.[1];
  if (token === undefined) throw unauthenticated('Access token is empty.');
  try {
    const { payload } = await jwtVerify(token, createLocalJWKSet(await issuer.jwks()), {
      issuer: issuer.issuer,
      audience: [graphResource, graphAppId],
      algorithms: ['RS256'],
      requiredClaims: ['exp', 'sub'],
      currentDate: clock.now(),
    });
    const roles: unknown = payload['roles'];
    return {
      id: payload.sub ?? '',
      roles: Array.isArray(roles) ? roles.filter((role) => typeof role === 'string') : [],
    };
  } catch {
    throw unauthenticated('Access token validation failure.');
  }
};

/**
 * Lets through who may read. Application.ReadWrite.OwnedBy may read every application and service principal of the
 * tenant, not only what it owns: Microsoft's permissions reference says so. That it may list deleted items too is
 * inferred from that; the reference names it only for restoring and purging them.
 * @throws Refusal 403.
 */
export const mayRead = (caller: Caller): void => {
  if (!caller.roles.includes(ownedBy)) throw denied();
};

/** Lets through who may create. @throws Refusal 403. */
export const mayCreate = mayRead;

/** Lets through who may write an object: its owners. @throws Refusal 403. */
export const mayWrite = (caller: Caller, object: DirectoryObject): void => {
  mayRead(caller);
  if (!object.owners.includes(caller.id)) throw denied();
};

const unauthenticated = (message: string): Refusal => new Refusal(401, 'InvalidAuthenticationToken', message);
