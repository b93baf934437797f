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

/** An issuer of tokens, with one RS256 key pair that is made when it is first needed. */
export class LocalIssuer implements IssuerKeys {
  #keys: Promise<{ readonly privateKey: CryptoKey; readonly publicKey: CryptoKey }> | undefined;
  readonly #clock: VirtualClock;
  readonly keyId: string;

  /** @param issuer the URL, exactly as it stands in `iss`: a slash at its end belongs to it. */
  constructor(
    readonly issuer: string,
    clock: VirtualClock,
  ) {
    this.#clock = clock;
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

  #pair(): Promise<{ readonly privateKey: CryptoKey; readonly publicKey: CryptoKey }> {
    this.#keys ??= generateKeyPair('RS256', { extractable: true });
    return this.#keys;
  }
}
