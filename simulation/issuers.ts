import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { CryptoKey, JSONWebKeySet, JWTPayload } from 'jose';
import type { VirtualClock } from './clock';

/** What a relying party can learn of an issuer: its public keys. */
export interface IssuerKeys {
  jwks(): Promise<JSONWebKeySet>;
}

/** The issuers that can be reached from the local organization, by URL as tokens name them in `iss`. */
export class IssuerRegistry {
  readonly #issuers = new Map<string, IssuerKeys>();

  register(issuer: string, keys: IssuerKeys): void {
    this.#issuers.set(issuer, keys);
  }

  get(issuer: string): IssuerKeys | undefined {
    return this.#issuers.get(issuer);
  }
}

interface KeyPair {
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
}

/** Making a key takes longer than playing a story, so those of a URL are kept as long as the process lives. */
const keyPairs = new Map<string, Promise<KeyPair>>();

/** How many issuers of a URL there are in a world, which is told by its clock: an impostor has keys of its own. */
const issuersOf = new WeakMap<VirtualClock, Map<string, number>>();

const numberOfNext = (issuer: string, clock: VirtualClock): number => {
  const counts = issuersOf.get(clock) ?? new Map<string, number>();
  issuersOf.set(clock, counts);
  const number = (counts.get(issuer) ?? 0) + 1;
  counts.set(issuer, number);
  return number;
};

/** An issuer of tokens, with one RS256 key pair that is made when it is first needed. */
export class LocalIssuer implements IssuerKeys {
  readonly #clock: VirtualClock;
  readonly #keyName: string;
  readonly keyId: string;

  /** @param issuer the URL, exactly as it stands in `iss`: a slash at its end belongs to it. */
  constructor(
    readonly issuer: string,
    clock: VirtualClock,
  ) {
    this.#clock = clock;
    this.#keyName = `${issuer} ${numberOfNext(issuer, clock)}`;
    this.keyId = 'local-1';
  }

  /**
   * Signs a token. `iss`, `iat`, `nbf` and `exp` are set by the issuer unless `claims` has them.
   * @param ttlSeconds how long it is valid from now on; may be negative, for tokens that have expired.
   */
  async sign(claims: JWTPayload, ttlSeconds: number): Promise<string> {
    const { privateKey } = await this.#pair();
    const now = this.#clock.epochSeconds();
    return new SignJWT({ iss: this.issuer, iat: now, nbf: now, exp: now + ttlSeconds, ...claims })
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: this.keyId })
      .sign(privateKey);
  }

  async jwks(): Promise<JSONWebKeySet> {
    const { publicKey } = await this.#pair();
    return { keys: [{ ...(await exportJWK(publicKey)), alg: 'RS256', use: 'sig', kid: this.keyId }] };
  }

  #pair(): Promise<KeyPair> {
    const pair = keyPairs.get(this.#keyName) ?? generateKeyPair('RS256', { extractable: true });
    keyPairs.set(this.#keyName, pair);
    return pair;
  }
}
