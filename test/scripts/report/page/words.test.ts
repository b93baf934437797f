import { ageWords, counted, numberWords, percent } from '../../../../scripts/report/page/words';

describe('numbers in words', () => {
  it.each([
    [{ federated: 0, covered: 0 }, 'none'],
    [{ federated: 3, covered: 3 }, '100 %'],
    [{ federated: 1000, covered: 999 }, '99 %'],
    [{ federated: 1000, covered: 1 }, '1 %'],
    [{ federated: 1000, covered: 0 }, '0 %'],
    [{ federated: 3, covered: 2 }, '67 %'],
  ])('%j is %s', (coverage, words) => {
    expect(percent(coverage)).toBe(words.replace(' ', '\u202f'));
  });

  it.each([
    [0, '0'],
    [999, '999'],
    [1000, '1 000'],
    [1234567, '1 234 567'],
  ])('%i is %s', (count, words) => {
    expect(numberWords(count)).toBe(words.replaceAll(' ', '\u202f'));
  });

  it('has nouns in the plural', () => {
    expect([counted(1, 'role'), counted(2, 'role')]).toEqual(['1 role', '2 roles']);
  });
});

describe('ages', () => {
  it.each([
    ['2027-01-05', 'today'],
    ['2027-01-06', 'today'],
    ['2027-01-04', '1 day'],
    ['2026-11-07', '59 days'],
    ['2026-11-01', '2 months'],
    ['2024-01-05', '3 years'],
  ])('of %s: %s', (day, words) => {
    expect(ageWords(day, '2027-01-05T12:00:00.000Z')).toBe(words);
  });
});
