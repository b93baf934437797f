import { SimulationError } from '../errors';
import { listOf, objectOf, textOf, textsOf } from '../json';

/** A StackSet of the list. */
export interface StackSet {
  readonly name: string;
  /** The path of its template. */
  readonly resourceFile: string;
  readonly regions: readonly string[];
  /** Ids. */
  readonly organizationalUnits: readonly string[];
  /** The only accounts of the units that get it; all where it is left out. */
  readonly accounts?: readonly string[];
  readonly autoDeployment: boolean;
}

/** Reads stack-sets.json. @throws SimulationError `manifest-invalid` */
export const parseStackSets = (list: unknown): readonly StackSet[] =>
  listOf(objectOf(list)['stackSets']).map((item) => {
    const { accounts, autoDeployment, ...stackSet } = objectOf(item);
    const [name, template] = [textOf(stackSet['name']), textOf(stackSet['template'])];
    if (name === undefined || template === undefined)
      throw new SimulationError('manifest-invalid', 'A StackSet of stack-sets.json has no name or no template.');
    return {
      name,
      resourceFile: template,
      regions: textsOf(stackSet['regions']),
      organizationalUnits: textsOf(stackSet['organizationalUnits']),
      ...(accounts !== undefined && { accounts: textsOf(accounts) }),
      autoDeployment: autoDeployment === true,
    };
  });
