import { stackSetDefinitions } from '../../customizations/stack-sets';
import type { CompiledPolicy } from '../../federation/compiled-policy';
import { Failure } from '../../federation/failures';
import type { Pause } from '../../federation/ports';
import type { StackSets } from '../../federation/stack-sets';
import type { Caller } from '../../federation/stacks';
import { prepareDeployment, requireManagementAccount, type Prepared } from '../deployments/prepare';
import { deployStackSet, requireDeployable } from '../deployments/stack-set';
import { exitCodes, type ExitCode } from '../exit-codes';
import { plural } from '../report-diagnostics';
import type { Terminal } from '../terminal';

export interface DeployStackSetsOptions {
  readonly config: string;
  /** Shows what would be changed, and changes nothing. */
  readonly dryRun: boolean;
}

/** What the command asks of the world. */
export interface DeployStackSetsPorts {
  /** StackSets of an organization, with the credentials of whoever runs the command. */
  connect(organization: CompiledPolicy['organization']): Promise<StackSets>;
  /** Who runs the command, asked in a region. */
  readonly callerIn: (region: string) => Caller;
  readonly pause: Pause;
}

/** The state of things is asked for so often, and so many seconds apart: six hours in all, for thousands of accounts. */
const polls = 2160;
const secondsBetween = 10;

/**
 * Deploys what the configuration says in StackSets of the factory's own, one after the other. What is up to date is left
 * alone, and what was broken off is gone on with, so that it can be run again at any time.
 * @throws Failure `StackSetsRefused`, `StackSetsNotDeployed`
 */
export const deployStackSets = async (
  { config, dryRun }: DeployStackSetsOptions,
  ports: DeployStackSetsPorts,
  terminal: Terminal,
): Promise<ExitCode> => {
  const prepared = await prepareDeployment(config, terminal);
  if (prepared === undefined) return exitCodes.error;
  const { project, files } = prepared;
  requireDelivery(prepared);
  await requireManagementAccount(project, ports.callerIn, 'StackSetsRefused');
  const { organization, organizationalUnits: pathsById } = project.policy;
  const stackSets = await ports.connect(organization);
  if (!(await stackSets.hasTrustedAccess()))
    throw new Failure(
      'StackSetsNotDeployed',
      `CloudFormation may not work in the accounts of the organization. Activate trusted access once: \`aws cloudformation activate-organizations-access --region ${stackSets.region}\`.`,
    );
  const waiting = { pause: ports.pause, terminal, polls, secondsBetween, code: 'StackSetsNotDeployed' as const };
  const deployment = { stackSets, pathsById, dryRun, waiting };
  const wanted = stackSetDefinitions(project.configuration).map((definition) => ({
    definition,
    template: files.find(({ path }) => path === definition.template)?.text ?? '',
    organization: organization.id,
  }));
  for (const one of wanted) await requireDeployable(one, deployment);
  let failed = 0;
  try {
    for (const one of wanted) failed += await deployStackSet(one, deployment);
  } finally {
    if (terminal.watched) terminal.progress('');
  }
  if (failed === 0) return exitCodes.done;
  throw new Failure(
    'StackSetsNotDeployed',
    `${plural(failed, 'stack instance')} could not be deployed, for the reasons above; the others are.`,
  );
};

/** @throws Failure `StackSetsNotDeployed` where something else delivers. */
const requireDelivery = ({ project }: Prepared): void => {
  const { deliver } = project.configuration.organization.value;
  if (deliver === 'stacksets') return;
  throw new Failure(
    'StackSetsNotDeployed',
    `The configuration says \`deliver: ${deliver}\`, whose own pipeline deploys what is generated. Write \`deliver: stacksets\` only where there is no such pipeline.`,
  );
};
