import { styled, type Terminal } from '../terminal';
import type { PlanReport } from './report';
import { sectionsOf, summaryLine } from './sections';

/** Tells a plan to people. */
export const tellPlan = (report: PlanReport, now: Date, terminal: Terminal): void => {
  for (const { heading, entries, more } of sectionsOf(report)) {
    terminal.out(styled(terminal, 'bold', heading));
    for (const { title, details } of entries) {
      terminal.out(`  ${title}`);
      for (const detail of details) terminal.out(`      ${detail}`);
    }
    if (more > 0) terminal.out(`  … and ${more} more; \`-o json\` lists all`);
  }
  terminal.out(styled(terminal, 'bold', summaryLine(report, now)));
};
