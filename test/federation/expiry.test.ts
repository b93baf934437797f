import { expiryNeed, expiryOf } from '../../federation/expiry';

const boundAt = '2027-01-01T12:00:00.000Z';
const updatedAt = '2027-01-20T00:00:00.000Z';
const policy = { expiry: { afterDays: 30, tag: 'until', announceDays: 14 } };
const end = (until?: string, record: { boundAt?: string } = { boundAt }) =>
  expiryOf(policy, { updatedAt, ...record }, { tags: until === undefined ? {} : { until } })?.toISOString();

describe('the end of a binding', () => {
  it.each<[string, string | undefined, string]>([
    ['comes after its term', undefined, '2027-01-31T12:00:00.000Z'],
    ['comes at the end of the day that the tag names', '2027-01-15', '2027-01-16T00:00:00.000Z'],
    ['is not put off by a tag', '2029-01-01', '2027-01-31T12:00:00.000Z'],
    ['may be past by a tag', '2020-02-29', '2020-03-01T00:00:00.000Z'],
    ['counts for nothing by a day that is none', '2027-02-30', '2027-01-31T12:00:00.000Z'],
    ['counts for nothing by a time', '2027-01-15T00:00:00Z', '2027-01-31T12:00:00.000Z'],
    ['counts for nothing by an empty tag', '', '2027-01-31T12:00:00.000Z'],
    ['counts for nothing by words', 'never', '2027-01-31T12:00:00.000Z'],
  ])('%s', (_what, tag, expected) => {
    expect(end(tag)).toBe(expected);
  });

  it('counts from the last write where nobody kept the first confirmation', () => {
    expect(end(undefined, {})).toBe('2027-02-19T00:00:00.000Z');
  });

  it('never comes without a term', () => {
    expect(expiryOf({}, { boundAt, updatedAt }, { tags: { until: '2020-01-01' } })).toBeUndefined();
  });
});

describe('what is to be done about it', () => {
  const expiresAt = '2027-01-31T12:00:00.000Z';
  const need = (now: string, announced?: { readonly expiresAt: string; readonly at: string }, until?: string) =>
    expiryNeed(
      policy,
      { boundAt, updatedAt, ...(announced !== undefined && { expiryAnnounced: announced }) },
      { tags: until === undefined ? {} : { until } },
      new Date(now),
    ).kind;
  const announced = { expiresAt, at: '2027-01-18T02:00:00.000Z' };

  it.each<[string, string, Parameters<typeof need>]>([
    ['nothing long before', 'none', ['2027-01-17T11:00:00Z']],
    ['to announce it from its day on', 'announce', ['2027-01-17T12:00:00Z']],
    ['nothing more once it is announced', 'none', ['2027-01-19T12:00:00Z', announced]],
    ['nothing until it has come', 'none', ['2027-01-31T11:59:59Z', announced]],
    ['to revoke it once it has come', 'revoke', ['2027-01-31T12:00:00Z', announced]],
    ['to announce it, though it is past, where nobody has', 'announce', ['2027-03-01T00:00:00Z']],
    [
      'nothing in the night after a late announcement',
      'none',
      ['2027-03-01T19:00:00Z', { expiresAt, at: '2027-03-01T00:00:00Z' }],
    ],
    [
      'to revoke it a night after a late announcement',
      'revoke',
      ['2027-03-01T20:00:00Z', { expiresAt, at: '2027-03-01T00:00:00Z' }],
    ],
    ['to announce an earlier end that a tag names', 'announce', ['2027-01-20T00:00:00Z', announced, '2027-01-19']],
    [
      'to revoke it, though the tag goes back to a day that is past longer',
      'revoke',
      ['2027-01-21T02:00:00Z', { expiresAt: '2027-01-20T00:00:00.000Z', at: '2027-01-20T02:00:00.000Z' }, '2027-01-17'],
    ],
    [
      'to revoke at the earlier end, a night after',
      'revoke',
      ['2027-01-21T02:00:00Z', { expiresAt: '2027-01-20T00:00:00.000Z', at: '2027-01-20T02:00:00Z' }, '2027-01-19'],
    ],
    [
      'nothing where the earlier end was taken back',
      'none',
      ['2027-01-25T00:00:00Z', { expiresAt: '2027-01-20T00:00:00.000Z', at: '2027-01-18T02:00:00Z' }],
    ],
  ])('%s', (_what, kind, given) => {
    expect(need(...given)).toBe(kind);
  });
});
