import fc from 'fast-check';
import { compileCondition, type ChoiceRule } from '../../../customizations/workflows/conditions/choice-rule';
import { parseCondition, type Comparison, type Condition } from '../../../customizations/workflows/conditions/parse';
import { offering, outermostScope } from '../../../customizations/workflows/scope';
import { trialCatalogue } from './support/catalogue';

const colours = ['red', 'green', 'blue'];

const comparison: fc.Arbitrary<Comparison> = fc
  .record({ operator: fc.constantFrom('==' as const, '!=' as const) })
  .chain(({ operator }) =>
    fc
      .oneof(
        fc.constantFrom(...colours).map((literal) => ({ reference: 'look.colour', literal })),
        fc
          .constantFrom('name', 'nickname')
          .chain((output) =>
            fc
              .oneof(fc.constantFrom('x', 'and', 'or', '', '7', "it's", '"', '\\', 'a b'), fc.string())
              .map((literal) => ({ reference: `look.${output}`, literal })),
          ),
        fc.integer({ min: -3, max: 3 }).map((literal) => ({ reference: 'look.size', literal })),
      )
      .map((rest) => ({ kind: 'comparison' as const, operator, ...rest })),
  );

const condition: fc.Arbitrary<Condition> = fc.letrec<{ condition: Condition; leaf: Comparison }>((tie) => ({
  leaf: comparison,
  condition: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    tie('leaf'),
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      of: fc.array(tie('condition'), { minLength: 2, maxLength: 3 }),
    }),
  ),
})).condition;

/** Prints a condition with as few brackets and quotes as it can do with. */
const print = (one: Condition): string => {
  if (one.kind === 'comparison') return `${one.reference} ${one.operator} ${printLiteral(one.literal)}`;
  return one.of
    .map((inner) => {
      const needsBrackets = inner.kind === one.kind || (one.kind === 'and' && inner.kind === 'or');
      return needsBrackets ? `(${print(inner)})` : print(inner);
    })
    .join(` ${one.kind} `);
};
const printLiteral = (literal: string | number): string => {
  if (typeof literal === 'number') return String(literal);
  const isBare = /^[A-Za-z0-9_.-]+$/.test(literal) && !/^(and|or|-?[0-9]+)$/.test(literal);
  return isBare ? literal : `'${literal.replace(/['\\]/g, '\\$&')}'`;
};

interface Look {
  readonly colour: string;
  readonly name: string;
  readonly nickname: string | null;
  readonly size: number;
}
const looks: fc.Arbitrary<Look> = fc.record({
  colour: fc.constantFrom(...colours),
  name: fc.constantFrom('x', 'and', '', '7'),
  nickname: fc.constantFrom('x', 'or', null),
  size: fc.integer({ min: -3, max: 3 }),
});

const evaluate = (one: Condition, look: Look): boolean => {
  if (one.kind === 'comparison') {
    const value = look[one.reference.slice('look.'.length) as keyof Look];
    return (value === one.literal) === (one.operator === '==');
  }
  const decided = one.of.map((inner) => evaluate(inner, look));
  return one.kind === 'and' ? decided.every(Boolean) : decided.some(Boolean);
};

/** A Choice rule by the Amazon States Language: a value of another type is simply not equal. */
const interpret = (rule: ChoiceRule, input: Readonly<Record<string, unknown>>): boolean => {
  if ('And' in rule) return rule.And.every((inner) => interpret(inner, input));
  if ('Or' in rule) return rule.Or.some((inner) => interpret(inner, input));
  if ('Not' in rule) return !interpret(rule.Not, input);
  if (!(rule.Variable in input)) throw new TypeError(`${rule.Variable} leads nowhere.`);
  return input[rule.Variable] === ('StringEquals' in rule ? rule.StringEquals : rule.NumericEquals);
};

const scope = offering(outermostScope(new Set(['look'])), {
  id: 'look',
  path: '$.steps.look.outputs',
  outputs: trialCatalogue['trial.look']!.outputs,
});

describe('a condition', () => {
  it('is read as it is printed', () => {
    fc.assert(
      fc.property(condition, (one) => {
        expect(parseCondition(print(one))).toEqual({ condition: one });
      }),
    );
  });

  it('decides as a Choice state what it decides by itself', () => {
    fc.assert(
      fc.property(condition, looks, (one, look) => {
        const problems: string[] = [];
        const rule = compileCondition(print(one), [], scope, (_path, code) => problems.push(code));
        expect(problems).toEqual([]);
        const input = Object.fromEntries(
          Object.entries(look).map(([key, value]) => [`$.steps.look.outputs.${key}`, value]),
        );
        expect(interpret(rule!, input)).toBe(evaluate(one, look));
      }),
    );
  });

  it('is read or refused, whatever it is, and never throws', () => {
    const words = ['look.size', '==', '!=', '(', ')', 'and', 'or', 'red', "'x'", '"', '7', '=', ' '];
    const garbage = fc.oneof(
      fc.string({ maxLength: 500 }),
      fc.array(fc.constantFrom(...words)).map((all) => all.join(' ')),
    );
    fc.assert(
      fc.property(garbage, (text) => {
        const parsed = parseCondition(text);
        if ('problem' in parsed) expect(parsed.problem).not.toBe('');
        else expect(parseCondition(print(parsed.condition))).toEqual(parsed);
      }),
    );
  });

  it.each([
    '('.repeat(500),
    `${'('.repeat(240)}a.b == c${')'.repeat(240)}`,
    `"${'\\'.repeat(498)}`,
    'a.b == '.repeat(71),
  ])('is read or refused at once when it is as long as it can be', (text) => {
    const begun = process.hrtime.bigint();
    parseCondition(text);
    expect(process.hrtime.bigint() - begun).toBeLessThan(1_000_000_000n);
  });

  it.each([
    ['a.b==c', { kind: 'comparison', reference: 'a.b', operator: '==', literal: 'c' }],
    ['a.b!=-12', { kind: 'comparison', reference: 'a.b', operator: '!=', literal: -12 }],
    ['a.b == in-scope', { kind: 'comparison', reference: 'a.b', operator: '==', literal: 'in-scope' }],
    ['a.b == 7days', { kind: 'comparison', reference: 'a.b', operator: '==', literal: '7days' }],
    [`a.b == "it's"`, { kind: 'comparison', reference: 'a.b', operator: '==', literal: "it's" }],
    [`a.b == 'it\\'s'`, { kind: 'comparison', reference: 'a.b', operator: '==', literal: "it's" }],
  ])('reads %s', (text, read) => {
    expect(parseCondition(text)).toEqual({ condition: read });
  });
});
