import { AwsError, SimulationError } from '../../errors';
import type { IamStore } from '../../iam';
import { listOf, numberOf, objectOf, textOf, textsOf, type JsonObject } from '../../json';
import { checkedTrustPolicy } from '../../iam/store';
import type { Placement, ResourceType } from './resource-type';

const storeOf = ({ cloud, region }: Placement): IamStore => cloud.iam(region.account);

const iamArn = (partition: string, account: string, resource: string): string =>
  `arn:${partition}:iam::${account}:${resource}`;

const tagsOf = (properties: JsonObject): Record<string, string> =>
  Object.fromEntries(
    listOf(properties['Tags'])
      .map(objectOf)
      .map((tag) => [textOf(tag['Key']) ?? '', textOf(tag['Value']) ?? '']),
  );

const role: ResourceType = {
  nameProperty: 'RoleName',
  rank: 0,
  identify: (region, name, properties) => {
    const arn = iamArn(region.partition, region.account, `role${textOf(properties['Path']) ?? '/'}${name}`);
    return { ref: name, attributes: { Arn: arn, RoleId: `AROA${name}` } };
  },
  put: (placement) => {
    const { properties, name, isNew } = placement;
    const store = storeOf(placement);
    const trustPolicy = JSON.stringify(properties['AssumeRolePolicyDocument']);
    const boundary = textOf(properties['PermissionsBoundary']);
    const maxSessionDurationSeconds = numberOf(properties['MaxSessionDuration']) ?? 3600;
    const target = isNew
      ? store.addRole({
          roleName: name,
          path: textOf(properties['Path']) ?? '/',
          trustPolicy,
          maxSessionDurationSeconds,
          tags: tagsOf(properties),
          ...(boundary !== undefined && { permissionsBoundary: boundary }),
        })
      : store.role(name);
    store.aboutToChangeRole(name, placement.world.clock.now());
    target.trustPolicy = checkedTrustPolicy(trustPolicy);
    target.maxSessionDurationSeconds = maxSessionDurationSeconds;
    for (const name of [...target.policies.keys()]) if (!isOfPolicyResource(name)) target.policies.delete(name);
    for (const policy of listOf(properties['Policies']).map(objectOf)) {
      target.policies.set(textOf(policy['PolicyName']) ?? '', policy['PolicyDocument']);
    }
    for (const arn of textsOf(properties['ManagedPolicyArns'])) {
      const owner = arn.split(':')[4];
      if (owner === 'aws' && !knownManagedPolicies.includes(arn.slice(arn.indexOf('/') + 1))) {
        throw new SimulationError(
          'not-simulated',
          `The local organization does not know the managed policy ${arn} of the role ${name}.`,
        );
      }
    }
  },
  remove: (placement) => {
    storeOf(placement).aboutToChangeRole(placement.name, placement.world.clock.now());
    storeOf(placement).roles.delete(placement.name);
  },
};

/** Policies of resources of their own are kept beside a role's inline ones, under names that no inline one can have. */
const isOfPolicyResource = (name: string): boolean => name.includes('/');

/** AWS's own policies that allow nothing which is played here. */
const knownManagedPolicies = [
  'service-role/AWSLambdaBasicExecutionRole',
  'AWSXRayDaemonWriteAccess',
  'AWSXrayWriteOnlyAccess',
];

const policy: ResourceType = {
  nameProperty: 'PolicyName',
  rank: 1,
  identify: (_region, name) => ({ ref: name, attributes: { Id: name } }),
  put: (placement) => {
    const { properties, name, logicalId } = placement;
    for (const roleName of textsOf(properties['Roles'] ?? properties['RoleName'])) {
      storeOf(placement).role(roleName).policies.set(`${logicalId}/${name}`, properties['PolicyDocument']);
    }
  },
};

const managedPolicy: ResourceType = {
  nameProperty: 'ManagedPolicyName',
  rank: 1,
  identify: (region, name) => {
    const arn = iamArn(region.partition, region.account, `policy/${name}`);
    return { ref: arn, attributes: { PolicyArn: arn } };
  },
  put: (placement) => {
    const { properties, name } = placement;
    const store = storeOf(placement);
    const arn = store.policyArn(name);
    if (placement.isNew && store.managedPolicies.has(arn))
      throw new AwsError('EntityAlreadyExists', `A policy called ${name} already exists.`);
    store.managedPolicies.set(arn, properties['PolicyDocument']);
    for (const roleName of textsOf(properties['Roles'])) store.role(roleName).attached.add(arn);
  },
  remove: (placement) => {
    const store = storeOf(placement);
    const arn = store.policyArn(placement.name);
    store.managedPolicies.delete(arn);
    for (const { attached } of store.roles.values()) attached.delete(arn);
  },
};

/** An update of the resource replaces the live list of audiences, whoever wrote it. */
const oidcProvider: ResourceType = {
  rank: 0,
  identify: (region, _name, properties) => {
    const issuer = (textOf(properties['Url']) ?? '').replace(/^https:\/\//, '');
    const arn = iamArn(region.partition, region.account, `oidc-provider/${issuer}`);
    return { ref: arn, attributes: { Arn: arn } };
  },
  put: (placement) => {
    const { properties, isNew } = placement;
    const store = storeOf(placement);
    const url = textOf(properties['Url']) ?? '';
    if (textsOf(properties['ThumbprintList']).some((thumbprint) => !/^[0-9A-Fa-f]{40}$/.test(thumbprint))) {
      throw new AwsError('ValidationError', 'A thumbprint has 40 hexadecimal digits.');
    }
    const audiences = textsOf(properties['ClientIdList']);
    const thumbprints = textsOf(properties['ThumbprintList']);
    if (isNew) {
      store.addProvider(url, audiences, thumbprints);
      placement.cloudTrail({ eventName: 'CreateOpenIDConnectProvider', requestParameters: { url } });
      return;
    }
    const provider = store.provider(url);
    store.aboutToChangeProvider(url, placement.world.clock.now());
    const tell = (eventName: string, clientID: string): void => {
      placement.cloudTrail({ eventName, requestParameters: { openIDConnectProviderArn: provider.arn, clientID } });
    };
    for (const clientID of [...provider.audiences].filter((one) => !audiences.includes(one))) {
      provider.audiences.delete(clientID);
      tell('RemoveClientIDFromOpenIDConnectProvider', clientID);
    }
    for (const clientID of audiences.filter((one) => !provider.audiences.has(one))) {
      provider.audiences.add(clientID);
      tell('AddClientIDToOpenIDConnectProvider', clientID);
    }
  },
};

/** IAM is the same in every region, so a stack that makes something of it in two regions fails in the second. */
export const iamResourceTypes: Readonly<Record<string, ResourceType>> = {
  'AWS::IAM::Role': role,
  'AWS::IAM::Policy': policy,
  'AWS::IAM::RolePolicy': policy,
  'AWS::IAM::ManagedPolicy': managedPolicy,
  'AWS::IAM::OIDCProvider': oidcProvider,
};
