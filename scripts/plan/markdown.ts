import type { PlanReport } from './report';
import { sectionsOf, summaryLine } from './sections';

/** A plan for a pull request. */
export const planMarkdown = (report: PlanReport, now: Date): string => {
  const { against } = report;
  const compared = against === undefined ? '' : `, compared with ${escapeMarkdown(against.ref)}`;
  return [
    `### Federation plan${compared}`,
    '',
    escapeMarkdown(summaryLine(report, now)),
    ...sectionsOf(report).flatMap(({ heading, entries, more }) => [
      '',
      `#### ${escapeMarkdown(heading)}`,
      '',
      ...entries.flatMap(({ title, details }) => [
        `- ${escapeMarkdown(title)}`,
        ...details.map((detail) => `  - ${escapeMarkdown(detail)}`),
      ]),
      ...(more > 0 ? [`- … and ${more} more`] : []),
    ]),
  ].join('\n');
};

/**
 * A text that Markdown shows as it stands: no markup, no HTML, no link, nobody mentioned, on one line. Of GitHub's
 * references, which it finds in what was rendered, an invisible space takes the sense.
 */
export const escapeMarkdown = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/[^\p{L}\p{N} ,;()'…«»–-]/gu, (character) => {
      const entity = `&#${character.codePointAt(0) ?? 0};`;
      return character === '@' || character === '#' ? `${entity}&#8203;` : entity;
    })
    .replace(/^(\s*)([-\d])/, (_, space: string, first: string) => `${space}&#${first.codePointAt(0) ?? 0};`);
