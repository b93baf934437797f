import type { CompiledPolicy } from '../../federation/compiled-policy';
import type { Configuration } from '../configuration/configuration';
import { type Diagnostic, diagnostic } from '../configuration/diagnostics';
import type { GeneratedFile } from '../generated-file';
import { type GuardrailName, guardrailPaths } from './paths';
import { resourceControlPolicy } from './rcp';
import { allowedIssuers } from './scope';
import { serviceControlPolicy } from './scp';

/** The guardrails that a configuration wants, and what is wrong with them. */
export interface Guardrails {
  readonly files: readonly GeneratedFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * AWS Organizations takes policies of up to 5,120 characters, white space included; newer quotas are higher for service
 * control policies, and not everywhere.
 */
const maxCharacters = 5120;

/** Renders the guardrails that the configuration switches on; none by default. The same input gives the same bytes. */
export const renderGuardrails = (configuration: Configuration, policy: CompiledPolicy): Guardrails => {
  const { serviceControlPolicy: scp, resourceControlPolicy: rcp } = configuration.organization.value.guardrails ?? {};
  const { partition } = policy.organization;
  const allowed = allowedIssuers(configuration, policy);
  const wanted: readonly (readonly [GuardrailName, object])[] = [
    ...(scp === undefined
      ? []
      : [
          [
            'serviceControlPolicy',
            serviceControlPolicy({ partition, allowed, deploymentRoles: scp.deploymentRoles ?? [] }),
          ] as const,
        ]),
    ...(rcp === undefined ? [] : [['resourceControlPolicy', resourceControlPolicy(partition, allowed)] as const]),
  ];
  const files = wanted.map(([name, document]) => ({ name, path: guardrailPaths[name], text: textOf(document) }));
  return {
    files: files.map(({ path, text }) => ({ path, text })),
    diagnostics: files
      .filter(({ text }) => text.length >= maxCharacters)
      .map(({ name, text }) => {
        const message = `The policy has ${text.length.toLocaleString('en')} characters, and must have fewer than ${maxCharacters.toLocaleString('en')}. Shorten \`alsoAllow\`${name === 'serviceControlPolicy' ? ' or `deploymentRoles`' : ''}: one pattern can stand for several.`;
        return diagnostic(configuration.organization.at(['guardrails', name]), 'guardrail-too-large', message);
      }),
  };
};

/** With a line for every value, so that a review sees what changes; on one line where that would be too large. */
const textOf = (document: object): string => {
  const readable = `${JSON.stringify(document, null, 1)}\n`;
  return readable.length < maxCharacters ? readable : `${JSON.stringify(document)}\n`;
};
