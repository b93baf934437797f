import { visible } from '../../../customizations/configuration/diagnostics';

/** An element of a page, as data: written as HTML when the report is made, and as DOM in the page itself. */
export interface PageElement {
  readonly tag: string;
  /** A value of `true` is an attribute without one. */
  readonly attributes: Readonly<Record<string, string | true>>;
  readonly children: readonly PageNode[];
}

/** An element or a text. */
export type PageNode = PageElement | string;

/** What is left out may stand among children, so that they can be written as conditions. */
export type Children = PageNode | undefined | false | readonly Children[];

/**
 * Makes an element. Texts come from whoever names roles, accounts and subjects: what nobody would see in them, such as a
 * mark that turns the direction of reading, is shown as its code point.
 */
export const h = (
  tag: string,
  attributes: Readonly<Record<string, string | number | boolean | undefined>> = {},
  ...children: readonly Children[]
): PageElement => ({
  tag,
  attributes: Object.fromEntries(
    Object.entries(attributes).flatMap(([name, value]): readonly (readonly [string, string | true])[] =>
      value === undefined || value === false ? [] : [[name, value === true ? true : visible(String(value))]],
    ),
  ),
  children: flat(children),
});

const flat = (children: readonly Children[]): readonly PageNode[] =>
  children.flatMap((child): readonly PageNode[] => {
    if (child === undefined || child === false) return [];
    if (typeof child === 'string') return [visible(child)];
    return isList(child) ? flat(child) : [child];
  });

const isList = (child: Children): child is readonly Children[] => Array.isArray(child);

/** A text in which code stands between backticks, as nodes. */
export const marked = (text: string): readonly Children[] =>
  text.split('`').map((part, index) => (index % 2 === 0 ? part : h('code', {}, part)));
