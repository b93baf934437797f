import { parseArn } from '../../federation/arn';
import { names } from '../../federation/names';
import type { RequestContext } from '../../federation/trust/conditions';
import { AwsError } from '../errors';
import type { Organization } from '../organization';
import { evaluateIdentityPolicies, type AccessDecision } from './policy-evaluation';
import type { Principal } from './principal';
import type { IamStore } from './store';

/** What the authorizer knows of an account's IAM. */
export type IamOf = (account: string) => IamStore;

/** Says whether a principal may do something, by the policies that its role has in IAM at that moment. */
export class Authorizer {
  constructor(
    private readonly organization: Organization,
    private readonly iamOf: IamOf,
  ) {}

  /** The condition keys that every request of a principal has; keys are in lower case. */
  contextOf(principal: Principal, resource?: string): RequestContext {
    const resourceAccount = resource === undefined ? undefined : parseArn(resource)?.account;
    return {
      'aws:principalarn': [principal.arn],
      'aws:principalaccount': [principal.account],
      'aws:principaltype': [principal.kind === 'role' ? 'AssumedRole' : 'User'],
      'aws:securetransport': ['true'],
      'aws:viaawsservice': ['false'],
      ...(principal.kind === 'role' &&
        principal.federatedProvider !== undefined && { 'aws:federatedprovider': [principal.federatedProvider] }),
      ...this.#organizationKeys('aws:principal', principal.account),
      ...(resourceAccount && {
        'aws:resourceaccount': [resourceAccount],
        ...this.#organizationKeys('aws:resource', resourceAccount),
      }),
    };
  }

  /**
   * What the principal's own policies say. An IAM user here is an administrator; what belongs to
   * another account still has a policy of its own to ask.
   */
  decide(principal: Principal, action: string, resource: string, context: RequestContext = {}): AccessDecision {
    if (this.organization.isClosed(principal.account)) return denied(`The account ${principal.account} is closed.`);
    if (principal.kind === 'user') return { decision: 'allowed' };
    if (principal.roleName === names.accessRole && this.organization.isQuarantined(principal.account))
      return denied(`A service control policy keeps ${principal.arn} from everything.`);
    const iam = this.iamOf(principal.account);
    const role = iam.roles.get(principal.roleName);
    if (role?.arn !== principal.arn) {
      return denied(`The role ${principal.arn} is gone, so its sessions may do nothing.`);
    }
    const request = { action, resource, context: { ...this.contextOf(principal, resource), ...context } };
    return evaluateIdentityPolicies(iam.policiesOf(role), request);
  }

  /** @throws AwsError `AccessDenied`. */
  require(principal: Principal, action: string, resource: string, context: RequestContext = {}): void {
    const decision = this.decide(principal, action, resource, context);
    if (decision.decision === 'denied') throw accessDenied(principal, action, resource, decision.because);
  }

  #organizationKeys(prefix: 'aws:principal' | 'aws:resource', account: string): RequestContext {
    return this.organization.has(account) ? { [`${prefix}orgid`]: [this.organization.id] } : {};
  }
}

const denied = (because: string): AccessDecision => ({ decision: 'denied', explicit: true, because });

/** The error that AWS answers to whom it does not let in. */
export const accessDenied = (principal: Principal, action: string, resource: string, because: string): AwsError =>
  new AwsError(
    'AccessDenied',
    `${principal.arn} is not authorized to perform: ${action} on resource: ${resource}. ${because}`,
  );
