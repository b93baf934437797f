import { resolveValue, type Scope } from '../../../simulation/cloudformation';
import { SimulationError } from '../../../simulation/errors';
import { codeOf } from '../support';

const scope: Scope = {
  ref: (name) => ({ 'AWS::AccountId': '444444444444', Number: 3, List: ['a', 'b'], Bus: 'intake' })[name],
  getAtt: (logicalId, attribute) => `${logicalId}/${attribute}`,
  condition: (name) => name === 'Yes',
  mappings: { Regions: { 'us-east-1': { Short: 'use1' } } },
};

describe('resolveValue', () => {
  it.each<readonly [string, unknown, unknown]>([
    ['plain values', { a: [1, 'x', true, null] }, { a: [1, 'x', true, null] }],
    ['Ref of a pseudo parameter', { Ref: 'AWS::AccountId' }, '444444444444'],
    ['Ref of a resource', { Ref: 'Bus' }, 'intake'],
    ['Ref of no value in an object', { a: 1, b: { Ref: 'AWS::NoValue' } }, { a: 1 }],
    ['Ref of no value in a list', [1, { Ref: 'AWS::NoValue' }], [1]],
    ['GetAtt as a list', { 'Fn::GetAtt': ['Bus', 'Arn'] }, 'Bus/Arn'],
    ['GetAtt as text', { 'Fn::GetAtt': 'Bus.Arn' }, 'Bus/Arn'],
    ['Join', { 'Fn::Join': [':', ['arn', { Ref: 'AWS::AccountId' }, 7]] }, 'arn:444444444444:7'],
    ['Join of a referenced list', { 'Fn::Join': ['', { Ref: 'List' }] }, 'ab'],
    ['Sub', { 'Fn::Sub': 'a ${Bus} ${Bus.Arn} ${!Literal} ${Number}' }, 'a intake Bus/Arn ${Literal} 3'],
    ['Sub with variables', { 'Fn::Sub': ['${X}-${Bus}', { X: { Ref: 'Number' } }] }, '3-intake'],
    ['Sub whose variable has a dollar in it', { 'Fn::Sub': ['${X}', { X: '$&' }] }, '$&'],
    ['Select', { 'Fn::Select': [1, { Ref: 'List' }] }, 'b'],
    ['Select by text', { 'Fn::Select': ['0', ['x', 'y']] }, 'x'],
    ['Split', { 'Fn::Split': [':', 'a:b'] }, ['a', 'b']],
    ['FindInMap', { 'Fn::FindInMap': ['Regions', 'us-east-1', 'Short'] }, 'use1'],
    ['If, true', { 'Fn::If': ['Yes', 1, 2] }, 1],
    ['If, false', { 'Fn::If': ['No', 1, { Ref: 'Number' }] }, 3],
    ['If of no value', { a: { 'Fn::If': ['No', 1, { Ref: 'AWS::NoValue' }] } }, {}],
    ['Equals', { 'Fn::Equals': [{ Ref: 'AWS::AccountId' }, '444444444444'] }, true],
    ['Equals of different values', { 'Fn::Equals': [{ Ref: 'AWS::AccountId' }, '1'] }, false],
    ['And', { 'Fn::And': [{ Condition: 'Yes' }, { Condition: 'No' }] }, false],
    ['Or', { 'Fn::Or': [{ Condition: 'Yes' }, { Condition: 'No' }] }, true],
    ['Not', { 'Fn::Not': [{ Condition: 'No' }] }, true],
    [
      'Condition of a policy, which is no function',
      { Condition: { StringEquals: { a: { Ref: 'Bus' } } } },
      { Condition: { StringEquals: { a: 'intake' } } },
    ],
    ['two keys are no function', { Ref: 'Bus', b: 1 }, { Ref: 'Bus', b: 1 }],
  ])('%s', (_what, value, expected) => {
    expect(resolveValue(value, scope)).toEqual(expected);
  });

  it.each<readonly [string, unknown, string]>([
    ['an unknown reference', { Ref: 'Nothing' }, 'template-invalid'],
    ['an unknown reference in Sub', { 'Fn::Sub': '${Nothing}' }, 'template-invalid'],
    ['a function that is not played', { 'Fn::ImportValue': 'x' }, 'not-simulated'],
    ['a list where text is wanted', { 'Fn::Join': ['', [['x']]] }, 'template-invalid'],
    ['Or of one condition', { 'Fn::Or': [{ Condition: 'Yes' }] }, 'template-invalid'],
    [
      'Or of eleven conditions',
      { 'Fn::Or': Array.from({ length: 11 }, () => ({ Condition: 'Yes' })) },
      'template-invalid',
    ],
    ['Select past the end', { 'Fn::Select': [5, ['x']] }, 'template-invalid'],
    ['a hole in a map', { 'Fn::FindInMap': ['Regions', 'eu-west-1', 'Short'] }, 'template-invalid'],
  ])('refuses %s', (_what, value, code) => {
    expect(codeOf(() => resolveValue(value, scope))).toBe(code);
    expect(() => resolveValue(value, scope)).toThrow(SimulationError);
  });
});
