import { callerNameOf } from './callers';
import type { BindingCaller, CompiledPolicy } from './compiled-policy';

/** The client id of the application that the YAML hands over for a caller; undefined where it lists none. */
export const handedOverTo = (
  caller: BindingCaller,
  account: string,
  roleName: string,
  { handOvers = [] }: Pick<CompiledPolicy, 'handOvers'>,
): string | undefined => {
  const uniqueName = callerNameOf(caller, account, roleName);
  return handOvers.find((one) => one.uniqueName === uniqueName)?.application;
};
