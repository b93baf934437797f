import {
  DescribeOrganizationCommand,
  type OrganizationsClient,
  OrganizationsServiceException,
} from '@aws-sdk/client-organizations';
import { Failure, type FailureCode } from '../../federation/failures';
import type { OrganizationReader } from '../../federation/organization';
import { credentialErrors } from './credential-errors';
import { organizationCalls, present } from './organization-calls';

/** AWS Organizations, read through the SDK with credentials of the management account or a delegated administrator. */
export const organizationReader = (client: OrganizationsClient): OrganizationReader => ({
  ...organizationCalls(client, (call, run) => calling(client, call, run)),
  describeOrganization: () =>
    calling(client, 'DescribeOrganization', async () => {
      const { Organization } = await client.send(new DescribeOrganizationCommand({}));
      return present(Organization?.Id, 'DescribeOrganization');
    }),
});

type Meaning = readonly [code: FailureCode, what: string];

const refused = (what: string): Meaning => ['OrganizationsRefused', what];
const unreachable = (what: string): Meaning => ['OrganizationsUnreachable', what];

/** What errors mean to whoever runs a command, by the names that the SDK gives them. */
const meanings: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ...[...credentialErrors].map(([name, what]) => [name, refused(what)] as const),
  ['AWSOrganizationsNotInUseException', refused('The account of the credentials belongs to no organization.')],
  ['TooManyRequestsException', unreachable('AWS Organizations asks for fewer calls. Wait a minute.')],
  ['ThrottlingException', unreachable('AWS Organizations asks for fewer calls. Wait a minute.')],
]);

const calling = async <T>(client: OrganizationsClient, call: string, run: () => Promise<T>): Promise<T> => {
  try {
    return await run();
  } catch (error) {
    if (error instanceof Failure) throw error;
    const [code, what] = await meaningOf(error, call, client);
    throw new Failure(code, what, { cause: error });
  }
};

const meaningOf = async (error: unknown, call: string, client: OrganizationsClient): Promise<Meaning> => {
  const name = textOf(error, 'name');
  if (name === 'AccessDeniedException') return refused(`AWS Organizations refuses ${call}.`);
  const known = meanings.get(name);
  if (known !== undefined) return known;
  // The SDK's error for a missing region has no name of its own.
  if (!(await hasRegion(client)))
    return unreachable('No AWS region is set. Set AWS_REGION to the home region, or give the profile a region.');
  if (error instanceof OrganizationsServiceException)
    return unreachable(`AWS Organizations did not answer ${call} (${name}). Wait a minute.`);
  const code = textOf(error, 'code') || name;
  return unreachable(`AWS Organizations cannot be reached (${code}). See whether the network and a proxy let you.`);
};

const hasRegion = (client: OrganizationsClient): Promise<boolean> =>
  client.config.region().then(
    () => true,
    () => false,
  );

const textOf = (error: unknown, key: 'name' | 'code'): string => {
  const value: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, key) : undefined;
  return typeof value === 'string' ? value : '';
};
