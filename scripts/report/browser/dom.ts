import type { PageNode } from '../page/node';

/** A part of the page as DOM. Texts become text nodes, whatever is in them. */
export const toDom = (node: PageNode): Node => {
  if (typeof node === 'string') return document.createTextNode(node);
  const element = document.createElement(node.tag);
  for (const [name, value] of Object.entries(node.attributes)) element.setAttribute(name, value === true ? '' : value);
  element.append(...node.children.map(toDom));
  return element;
};

/** An element of the page by its id and kind; undefined where the page has none. */
export const elementOf = <Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind | undefined => {
  const element = document.getElementById(id);
  return element instanceof kind ? element : undefined;
};
