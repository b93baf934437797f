import { parseTrustPolicy } from '../../../federation/trust/document';
import { sameJson, sameMeaning, stringsOf } from '../../../federation/trust/json';
import { document, statement } from '../support/cases';

describe('parseTrustPolicy', () => {
  it.each<readonly [string, string]>([
    ['text', 'no policy'],
    ['a list', '[]'],
    ['null', 'null'],
    ['no statement', '{"Version":"2012-10-17"}'],
    ['a statement that is text', document('Allow')],
    ['a statement that is null', document(null)],
    ['an effect in another case', document(statement({ Effect: 'allow' }))],
    ['no effect', document(statement({ Effect: undefined }))],
    ['no principal', document(statement({ Principal: undefined }))],
    ['a principal that is text', document(statement({ Principal: 'arn:aws:iam::444444444444:root' }))],
    ['a principal that is null', document(statement({ Principal: { Federated: null } }))],
    ['both Principal and NotPrincipal', document(statement({ NotPrincipal: { AWS: '444444444444' } }))],
    ['no action', document(statement({ Action: undefined }))],
    ['both Action and NotAction', document(statement({ NotAction: 'sts:TagSession' }))],
    ['an action that is an object', document(statement({ Action: { a: 1 } }))],
    ['a condition that is text', document(statement({ Condition: 'StringEquals' }))],
    ['a condition that is null', document(statement({ Condition: null }))],
    ['an operator without keys', document(statement({ Condition: { StringEquals: 'x' } }))],
    ['a value that is an object', document(statement({ Condition: { StringEquals: { x: {} } } }))],
    ['a value that is null', document(statement({ Condition: { StringEquals: { x: null } } }))],
    ['an element in another case', document(statement({ condition: { StringEquals: { x: 'y' } } }))],
    ['an element that nobody knows', document(statement({ Unless: { x: 'y' } }))],
    [
      'a number that would be written back as another one',
      document(statement()).replace(`"oidc-factory-pending"`, '12345678901234567890'),
    ],
    ['a key that is there twice', document(statement()).replace('"Effect"', '"Action":"sts:*","Effect"')],
    [
      'a claim that is compared twice, its key written in two ways',
      document(statement({ Condition: { StringEquals: { sub: 'a' } } })).replace('{"sub"', '{"\\u0073ub":"b","sub"'),
    ],
    ['what is nested beyond all reason', `{"Statement":${'['.repeat(20_000)}${']'.repeat(20_000)}}`],
    ['a number beyond all', document(statement()).replace(`"oidc-factory-pending"`, '1e999')],
    ['one bad statement among good ones', document(statement(), statement({ Effect: 'Perhaps' }))],
  ])('does not understand %s', (_what, text) => {
    expect(parseTrustPolicy(text)).toBeUndefined();
  });

  it.each<readonly [string, string, number]>([
    ['a single statement', JSON.stringify({ Statement: statement() }), 1],
    ['a list', document(statement(), statement()), 2],
    ['an empty list', document(), 0],
    [
      'colons, quotes and backslashes in texts',
      document(statement({ Condition: { StringEquals: { 'a:"b\\': ['c:":', '\\', '{"d":1}'] } } })),
      1,
    ],
    [
      'an element for resources, which the local organization refuses itself',
      document(statement({ Resource: '*' })),
      1,
    ],
  ])('reads %s', (_what, text, count) => {
    expect(parseTrustPolicy(text)?.statements).toHaveLength(count);
  });

  it('makes lists of what may be one', () => {
    const parsed = parseTrustPolicy(
      document({ Effect: 'Deny', NotPrincipal: { AWS: ['1', '2'], Service: 's' }, NotAction: 'sts:*' }, statement()),
    );
    expect(parsed?.statements[0]).toMatchObject({
      effect: 'Deny',
      notPrincipal: true,
      principals: { AWS: ['1', '2'], Service: ['s'] },
      notAction: true,
      actions: ['sts:*'],
      condition: undefined,
    });
    expect(parsed?.statements[1]).toMatchObject({ notPrincipal: false, notAction: false });
  });

  it('knows which version of the language has variables', () => {
    const version = (Version?: string) =>
      parseTrustPolicy(JSON.stringify({ Version, Statement: [statement()] }))?.variables;
    expect(version('2012-10-17')).toBe(true);
    expect(version('2008-10-17')).toBe(false);
    expect(version()).toBe(false);
  });
});

describe('stringsOf', () => {
  it.each<readonly [unknown, readonly string[] | undefined]>([
    ['a', ['a']],
    [
      ['a', 1, true],
      ['a', '1', 'true'],
    ],
    [[], []],
    [undefined, undefined],
    [null, undefined],
    [['a', null], undefined],
    [[['a']], undefined],
    [{}, undefined],
  ])('%j', (value, expected) => {
    expect(stringsOf(value)).toEqual(expected);
  });
});

describe('sameJson', () => {
  it.each<readonly [unknown, unknown, boolean]>([
    [{ a: 1, b: [2] }, { b: [2], a: 1 }, true],
    [{ a: 1 }, { a: 1, b: undefined }, false],
    [{ a: undefined }, { b: undefined }, false],
    [[1, 2], [2, 1], false],
    [[1], [1, 2], false],
    [{ 0: 'a' }, ['a'], false],
    [{}, [], false],
    [null, {}, false],
    [undefined, undefined, true],
    ['1', 1, false],
    [JSON.parse('{"__proto__":1}'), {}, false],
    [{}, JSON.parse('{"toString":1}'), false],
  ])('%j and %j: %s', (one, other, expected) => {
    expect(sameJson(one, other)).toBe(expected);
    expect(sameJson(other, one)).toBe(expected);
  });
});

describe('sameMeaning', () => {
  it.each<readonly [unknown, unknown, boolean]>([
    ['a', ['a'], true],
    [['a', 'b'], ['b', 'a', 'b'], true],
    [{ x: { y: ['a'] } }, { x: { y: 'a' } }, true],
    [[{ x: 'a' }, { x: 'b' }], [{ x: 'b' }, { x: 'a' }], false],
    ['a', [], false],
    ['a', ['a', 'b'], false],
    ['a', 'A', false],
    [[], '', false],
    ['1', 1, false],
    [{ x: [] }, {}, false],
    [JSON.parse('{"__proto__":"a"}'), {}, false],
    [JSON.parse('{"__proto__":"a"}'), JSON.parse('{"__proto__":["a"]}'), true],
  ])('%j and %j: %s', (one, other, expected) => {
    expect(sameMeaning(one, other)).toBe(expected);
    expect(sameMeaning(other, one)).toBe(expected);
  });
});
