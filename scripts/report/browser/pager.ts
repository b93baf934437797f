import type { PageElement } from '../page/node';
import { rowsWords } from '../page/rows';
import type { TableFacts } from '../page/tables';
import { counted, numberWords } from '../page/words';
import { elementOf, toDom } from './dom';

/** A table that shows some of many rows. */
export interface Pager<Item> {
  /** Shows the first page of these. */
  show(items: readonly Item[]): void;
  /** Shows more of them at once, for paper; or goes back to the page that was shown. */
  print(isPrinting: boolean): void;
}

/** So many rows a page has; so many go on paper. */
const [onScreen, onPaper] = [50, 1000];

/**
 * Takes over a table of the page.
 * @param all how many items there are without a filter.
 */
export const createPager = <Item>(
  { id, noun }: TableFacts,
  all: number,
  rowOf: (item: Item) => PageElement,
): Pager<Item> => {
  const body = elementOf(`${id}-rows`, HTMLTableSectionElement);
  const count = elementOf(`${id}-count`, HTMLParagraphElement);
  const previous = elementOf(`${id}-previous`, HTMLButtonElement);
  const next = elementOf(`${id}-next`, HTMLButtonElement);
  let shown: readonly Item[] = [];
  let from = 0;
  const render = (length: number): void => {
    const page = shown.slice(from, from + length);
    body?.replaceChildren(...page.map((item) => toDom(rowOf(item))));
    if (count !== undefined) count.textContent = positionWords(from, page.length, shown.length);
    if (previous !== undefined) previous.hidden = from === 0;
    if (next !== undefined) next.hidden = from + page.length >= shown.length;
  };
  const positionWords = (start: number, length: number, filtered: number): string => {
    if (filtered === 0) return `No ${noun} is as you asked`;
    const range = length < filtered ? `${numberWords(start + 1)}–${numberWords(start + length)} of ` : '';
    return `${range}${filtered === all ? counted(filtered, noun) : rowsWords(filtered, all, noun)}`;
  };
  const turn = (by: number, button: HTMLButtonElement | undefined, other: HTMLButtonElement | undefined): void => {
    from = Math.max(0, from + by);
    render(onScreen);
    elementOf(`${id}-table`, HTMLTableElement)?.scrollIntoView({ block: 'nearest' });
    // Whoever came by keyboard stays where the buttons are.
    if (button?.hidden === true) other?.focus();
  };
  previous?.addEventListener('click', () => {
    turn(-onScreen, previous, next);
  });
  next?.addEventListener('click', () => {
    turn(onScreen, next, previous);
  });
  return {
    show: (items) => {
      shown = items;
      from = 0;
      render(onScreen);
    },
    print: (isPrinting) => {
      render(isPrinting ? onPaper : onScreen);
    },
  };
};
