import { evaluateTrust } from '../../federation/trust/evaluate';
import type { Cloud, World } from '../cloud';
import { AwsError } from '../errors';
import { accessDenied } from '../iam/authorizer';
import { roleSession, type Authorizer, type Principal, type RoleSession } from '../iam';
import { LocalIssuer } from '../issuers';
import type { Credentials } from './credentials';
import { outboundIssuerUrl } from './outbound';
import { assumeRoleWithWebIdentity, type WebIdentityAnswer, type WebIdentityRequest } from './web-identity';

/** What a role asks for to sign in outside. */
export interface OutboundTokenRequest {
  readonly audience: readonly string[];
  readonly signingAlgorithm: 'RS256' | 'ES384';
  /** From 60 to 3600 s; 300 unless given. */
  readonly durationSeconds?: number;
}

/** STS. */
export class Sts {
  readonly #outboundIssuers = new Map<string, LocalIssuer>();

  constructor(
    private readonly world: World,
    private readonly cloud: Cloud,
    private readonly authorizer: Authorizer,
  ) {}

  /**
   * Takes a session of a role: the caller's own policies must allow it, and the role's trust policy must name the caller.
   * @throws AwsError `AccessDenied`, also where there is no such role.
   */
  assumeRole(principal: Principal, roleArn: string, sessionName: string): RoleSession {
    this.world.calls.count('sts', 'AssumeRole');
    this.authorizer.require(principal, 'sts:AssumeRole', roleArn);
    const session = roleSession(roleArn, sessionName);
    const { organization } = this.world;
    const role =
      organization.has(session.account) && !organization.isClosed(session.account)
        ? this.cloud.iam(session.account).roles.get(session.roleName)
        : undefined;
    if (role?.arn !== roleArn) throw accessDenied(principal, 'sts:AssumeRole', roleArn, 'There is no such role.');
    const decision = evaluateTrust(role.trustPolicy, {
      action: 'sts:AssumeRole',
      principal: { kind: 'aws', account: principal.account, arn: principal.arn },
      context: this.authorizer.contextOf(principal, roleArn),
    });
    if (decision.decision === 'denied') throw accessDenied(principal, 'sts:AssumeRole', roleArn, decision.because);
    return session;
  }

  /** Anybody may ask; the token and the role's trust policy decide. */
  assumeRoleWithWebIdentity(request: WebIdentityRequest): Promise<WebIdentityAnswer> {
    this.world.calls.count('sts', 'AssumeRoleWithWebIdentity');
    return assumeRoleWithWebIdentity(this.world, this.cloud, request, (seconds) => this.#issue(seconds));
  }

  /**
   * A token that says who the caller is, for somebody outside. Its subject is the ARN of the caller's role.
   * @throws AwsError `AccessDenied`, `ValidationError`.
   */
  async getWebIdentityToken(principal: RoleSession, request: OutboundTokenRequest): Promise<string> {
    this.world.calls.count('sts', 'GetWebIdentityToken');
    const duration = request.durationSeconds ?? 300;
    if (duration < 60 || duration > 3600)
      throw new AwsError('ValidationError', `DurationSeconds is from 60 to 3600, not ${duration}.`);
    this.authorizer.require(principal, 'sts:GetWebIdentityToken', '*', {
      'sts:identitytokenaudience': request.audience,
      'sts:signingalgorithm': [request.signingAlgorithm],
      'sts:durationseconds': [String(duration)],
    });
    if (request.signingAlgorithm !== 'RS256')
      throw new AwsError('ValidationError', 'The local organization signs with RS256 only.');
    const audience = request.audience.length === 1 ? (request.audience[0] ?? '') : [...request.audience];
    return this.#outboundIssuer(principal.account).sign(
      {
        aud: audience,
        sub: principal.arn,
        jti: this.world.ids.guid('outbound token'),
        'https://sts.amazonaws.com/': this.#ownClaims(principal),
      },
      duration,
    );
  }

  /** Lets the outside read the keys of an account's outbound tokens, as enabling outbound federation does; answers the issuer. */
  enableOutboundFederation(account: string): string {
    return this.#outboundIssuer(account).issuer;
  }

  #ownClaims(principal: RoleSession): object {
    return { aws_account: principal.account, org_id: this.world.organization.id, principal_id: principal.arn };
  }

  #outboundIssuer(account: string): LocalIssuer {
    const issuer = this.#outboundIssuers.get(account) ?? new LocalIssuer(outboundIssuerUrl(account), this.world.clock);
    this.#outboundIssuers.set(account, issuer);
    this.world.issuers.register(issuer.issuer, issuer);
    return issuer;
  }

  #issue(durationSeconds: number): Credentials {
    const { ids, clock } = this.world;
    return {
      accessKeyId: ids.unique('access key', 'ASIA', 16),
      secretAccessKey: ids.unique('secret access key', '', 32),
      sessionToken: ids.unique('session token', 'local', 32),
      expiration: new Date(clock.now().getTime() + durationSeconds * 1000),
    };
  }
}
