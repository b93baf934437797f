import fc from 'fast-check';
import { escapeHtml, toHtml } from '../../../../scripts/report/page/html';
import { h, marked } from '../../../../scripts/report/page/node';
import { embeddableJson } from '../../../../scripts/report/page/snapshot';

describe('a text in a page', () => {
  it.each([
    ['quotes', `"'\``, '&quot;&#39;&#96;'],
    ['a script', '<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
    ['an entity', '&lt;', '&amp;lt;'],
    ['a wildcard', 'repo:acme/*', 'repo:acme/*'],
    ['a line separator', 'a\u2028b\u2029c', 'aU+2028bU+2029c'],
    ['a mark that turns the direction', 'a\u202eb\u2066c', 'aU+202EbU+2066c'],
    ['what nobody sees', 'a\u200bb\u0000c', 'aU+200BbU+0000c'],
    ['a letter beyond the basic plane', '𝒜', '𝒜'],
  ])('%s', (_what, text, html) => {
    expect(toHtml(h('p', {}, text))).toBe(`<p>${html}</p>`);
    expect(toHtml(h('p', { title: text }))).toBe(`<p title="${html}"></p>`);
  });

  it('never begins a tag, ends an attribute or is an entity', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(escapeHtml(text)).not.toMatch(/[<>"'`]|&(?!(amp|lt|gt|quot|#39|#96);)/);
      }),
    );
  });

  it('has code where there are backticks', () => {
    expect(toHtml(h('p', {}, marked('Add `<b>` to it.')))).toBe('<p>Add <code>&lt;b&gt;</code> to it.</p>');
  });

  it('leaves out attributes and children that are not there', () => {
    expect(toHtml(h('td', { class: undefined, hidden: true, id: false }, undefined, false, [['a'], 'b']))).toBe(
      '<td hidden>ab</td>',
    );
  });
});

describe('JSON in a page', () => {
  it.each(['</script>', '<!--<script>', ']]>', '&amp;', '\u2028\u2029', '"\\'])('%j cannot end its element', (text) => {
    const json = embeddableJson(JSON.stringify({ text }));
    expect(json).not.toMatch(/[<>&\u2028\u2029]/);
    expect(JSON.parse(json)).toEqual({ text });
  });

  it('stays the same JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = JSON.stringify(value);
        expect(JSON.stringify(JSON.parse(embeddableJson(json)))).toBe(JSON.stringify(JSON.parse(json)));
      }),
    );
  });
});
