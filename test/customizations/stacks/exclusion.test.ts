import { sampleInput } from '../sample';
import { type Condition, type Template, templatesOf } from './support';

/** Evaluates a condition as CloudFormation does. */
const holds = (condition: Condition, account: string): boolean => {
  if ('Fn::Not' in condition) return !holds(condition['Fn::Not'][0], account);
  if ('Fn::Or' in condition) return condition['Fn::Or'].some((one) => holds(one, account));
  const [left, right] = condition['Fn::Equals'];
  return left.Ref === 'AWS::AccountId' && right === account;
};

/** How many operands each Fn::Or in a condition has; CloudFormation wants 2 to 10. */
const operandsIn = (condition: Condition): number[] => {
  if ('Fn::Not' in condition) return operandsIn(condition['Fn::Not'][0]);
  if (!('Fn::Or' in condition)) return [];
  const operands = condition['Fn::Or'];
  return [operands.length, ...operands.flatMap(operandsIn)];
};

const accounts = (count: number): string[] =>
  Array.from({ length: count }, (_unused, index) => `9${String(index).padStart(11, '0')}`);

const withExcluded = (excludedAccounts: readonly string[]): Record<'account' | 'provider', Template> => {
  const input = sampleInput();
  return templatesOf({ ...input, policy: { ...input.policy, targets: { ...input.policy.targets, excludedAccounts } } });
};

describe('excluded accounts', () => {
  test.each([1, 2, 10, 11, 95, 101])('%i of them are left out, and nobody else', (count) => {
    const excluded = accounts(count);
    const { account } = withExcluded(excluded);
    const condition = account.Conditions!['InScope']!;
    expect(excluded.filter((one) => holds(condition, one))).toEqual([]);
    expect(operandsIn(condition).filter((operands) => operands < 2 || operands > 10)).toEqual([]);
    expect(holds(condition, '444444444444')).toBe(true);
    for (const resource of Object.values(account.Resources)) expect(resource.Condition).toBe('InScope');
  });

  test('without any there is no condition', () => {
    const { account, provider } = withExcluded([]);
    for (const template of [account, provider]) {
      expect(template.Conditions).toBeUndefined();
      expect(JSON.stringify(template)).not.toContain('"Condition":"');
    }
  });

  test('the provider is left out too where it exists already', () => {
    const { provider, account } = templatesOf(sampleInput(['existingIn: []', "existingIn: ['444444444444']"]));
    const [condition] = Object.values(provider.Conditions!);
    expect(['333333333333', '444444444444', '555555555555'].map((one) => holds(condition!, one))).toEqual([
      false,
      false,
      true,
    ]);
    expect(holds(account.Conditions!['InScope']!, '444444444444')).toBe(true);
  });
});
