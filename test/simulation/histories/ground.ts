import { publishedOf, publishing } from '../../../scripts/rehearsal';
import { synthesize } from '../../../customizations/synthesize';
import type { HistoryGround } from '../../../simulation/histories';
import { inputOf, sampleConfiguration } from '../../customizations/sample';

let made: HistoryGround | undefined;

/** The sample configuration, deployed as far as histories need it. */
export const sampleGround = (): HistoryGround => {
  if (made !== undefined) return made;
  const configuration = sampleConfiguration();
  const input = inputOf(configuration);
  const { bundles } = input;
  made = {
    ...publishedOf(synthesize(input).files, input),
    hookTemplate: 'templates/oidc-factory-hook.template.json',
    publish: publishing(configuration, (project) => synthesize({ ...project, bundles })),
  };
  return made;
};
