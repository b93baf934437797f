import { jwtVerify } from 'jose';
import type { JWTPayload } from 'jose';
import type { VirtualClock } from '../../clock';
import type { LocalIssuer } from '../../issuers';
import { graphAppId } from '../clouds';
import type { DirectoryObject } from '../objects';
import { Refusal, denied } from '../refusal';
import { verificationKeys } from '../verification-keys';

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
    const payload = await verified(token, issuer, graphResource, clock);
    const roles: unknown = payload['roles'];
    return {
      id: payload.sub ?? '',
      roles: Array.isArray(roles) ? roles.filter((role) => typeof role === 'string') : [],
    };
  } catch {
    throw unauthenticated('Access token validation failure.');
  }
};

/** What is in a token, once it has been verified; a token is used for many calls. */
const payloads = new WeakMap<LocalIssuer, Map<string, JWTPayload>>();

/** @throws where the token does not hold, or does not hold now. */
const verified = async (
  token: string,
  issuer: LocalIssuer,
  graphResource: string,
  clock: VirtualClock,
): Promise<JWTPayload> => {
  const ofIssuer = payloads.get(issuer) ?? new Map<string, JWTPayload>();
  payloads.set(issuer, ofIssuer);
  const known = ofIssuer.get(token);
  if (known?.exp !== undefined && known.exp > clock.epochSeconds()) return known;
  const { payload } = await jwtVerify(token, await verificationKeys(issuer), {
    issuer: issuer.issuer,
    audience: [graphResource, graphAppId],
    algorithms: ['RS256'],
    requiredClaims: ['exp', 'sub'],
    currentDate: clock.now(),
  });
  ofIssuer.set(token, payload);
  return payload;
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
