import { AssertionError } from 'node:assert';
import { type IStackSynthesizer, type ISynthesisSession, type Stack, StackSynthesizer } from 'aws-cdk-lib';

const refuse = (): never => {
  throw new AssertionError({ message: 'A stack of the factory has no assets: inline the code instead.' });
};

class TemplateWriter extends StackSynthesizer {
  override addFileAsset = refuse;
  override addDockerImageAsset = refuse;

  override synthesize(session: ISynthesisSession): void {
    this.synthesizeTemplate(session);
  }
}

/** Writes the template and nothing else: no bootstrap version, no assets. */
export class TemplateOnlySynthesizer implements IStackSynthesizer {
  readonly #writer = new TemplateWriter();
  readonly addFileAsset = refuse;
  readonly addDockerImageAsset = refuse;

  bind(stack: Stack): void {
    this.#writer.bind(stack);
  }

  synthesize(session: ISynthesisSession): void {
    this.#writer.synthesize(session);
  }
}
