import { renderGuardrails } from '../../../customizations/guardrails';
import { compilePolicy } from '../../../customizations/configuration';
import { sampleConfiguration } from '../sample';

/** The keys of `guardrails` that switch on one of them. */
export const scp = 'serviceControlPolicy: { organizationalUnits: [/Sandbox] }';
export const rcp = 'resourceControlPolicy: { organizationalUnits: [/Sandbox] }';

/** The sample with these guardrails, as the keys of `guardrails` in flow style. */
export const sampleWith = (keys: string, ...replacements: readonly (readonly [string, string])[]) =>
  sampleConfiguration(['deliver: cfct', `guardrails: { ${keys} }\ndeliver: cfct`], ...replacements);

/** The guardrails of the sample with these keys. */
export const guardrailsWith = (keys: string, ...replacements: readonly (readonly [string, string])[]) => {
  const configuration = sampleWith(keys, ...replacements);
  return renderGuardrails(configuration, compilePolicy(configuration));
};

/** The only document of the sample with these keys. */
export const documentWith = (keys: string, ...replacements: readonly (readonly [string, string])[]): unknown => {
  const { files } = guardrailsWith(keys, ...replacements);
  expect(files).toHaveLength(1);
  return JSON.parse(files[0]!.text);
};
