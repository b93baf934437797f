import { escapeMarkdown, planMarkdown } from '../../../scripts/plan/markdown';
import { summarize, type AccountReport } from '../../../scripts/plan/report';

describe('a text in Markdown', () => {
  it.each<[string, string]>([
    ['markup', '*a* _b_ `c` ~d~ [e](http://f) ![g](h) # i'],
    ['HTML', '<img src=x onerror=alert(1)> &amp; </details>'],
    ['a table', '| a | b |'],
    ['a mention and a reference', '@acme/security #1 acme/x#2'],
    ['a line break', 'a\n- b\r\n# c'],
    ['a list', '- a'],
    ['a numbered list', '1. a'],
    ['a link without markup', 'https://evil.example www.evil.example'],
    ['a template', '${{ secrets.X }} {{x}}'],
  ])('is shown as it stands: %s', (_what, text) => {
    const escaped = escapeMarkdown(text);
    expect(escaped).not.toMatch(/[*_`~[\]!<>|@\n\r${}:/\\.]|^\s*[-\d]/);
    expect(escaped).not.toMatch(/&(?!#\d+;)|(?<!&)#/);
    const shown = escaped
      .replaceAll('&#8203;', '')
      .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
    expect(shown).toBe(text.replace(/\s+/g, ' '));
  });
});

it('lets no name of an account, a role or a tag be anything but text', () => {
  const nasty = '</details><script>x</script>\n@everybody [x](http://evil) `|` *';
  const account: AccountReport = {
    account: { id: '444444444444', name: nasty, organizationalUnit: '/' },
    actions: [
      {
        kind: 'bind',
        effect: 'create',
        role: nasty,
        policy: nasty,
        because: [nasty],
        before: [],
        after: [],
        widens: true,
      },
    ],
    findings: [
      { id: 'role-limits', severity: 'medium', account: '444444444444', role: nasty, because: nasty, owner: nasty },
    ],
  };
  const markdown = planMarkdown(
    {
      inventory: {
        file: 'x',
        accounts: 1,
        roles: 1,
        observed: { first: '2027-01-05T00:00:00Z', last: '2027-01-05T00:00:00Z' },
      },
      policyHash: 'h',
      against: { ref: nasty, policyHash: 'h' },
      summary: summarize([account]),
      accounts: [account],
    },
    new Date('2027-01-05T05:00:00Z'),
  );
  expect(markdown).not.toMatch(/[<>`@[\]|]/);
  expect(markdown).not.toMatch(/^(?!#{3,4} |- |\s\s- |$)[^A-Za-z0-9&]/m);
  expect(markdown).toContain('observed 5 hours ago');
});
