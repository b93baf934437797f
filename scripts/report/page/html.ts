import type { PageNode } from './node';

const replacements: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/** A text as HTML, be it between tags or in a quoted attribute. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"'`]/g, (character) => replacements[character] ?? character);

/** The elements that have no end. */
const voidTags: ReadonlySet<string> = new Set(['input', 'link', 'meta', 'br']);

/** A part of a page as HTML. */
export const toHtml = (node: PageNode): string => {
  if (typeof node === 'string') return escapeHtml(node);
  const attributes = Object.entries(node.attributes)
    .map(([name, value]) => (value === true ? ` ${name}` : ` ${name}="${escapeHtml(value)}"`))
    .join('');
  const start = `<${node.tag}${attributes}>`;
  return voidTags.has(node.tag) ? start : `${start}${node.children.map(toHtml).join('')}</${node.tag}>`;
};
