// Renders docs/findings.md from the checks, as they are compiled into dist/.
import path from 'node:path';
import prettier from 'prettier';

const root = path.resolve(import.meta.dirname, '..');
const file = path.join(root, 'docs', 'findings.md');

const sectionOf = ({ id, severity, meaning, remedy }) => `## ${id}\n\n**${severity}** · ${meaning}\n\n${remedy}`;

/** The page as it should be. */
export const renderFindings = async () => {
  const { findingDescriptions } = await import('../dist/federation/findings/index.js');
  const introduction = `<!-- Generated from federation/findings/ by \`npm run docs\`; edit the checks there. -->

# Findings

What \`oidc-factory plan\` finds in an inventory, beside what is to be done: each with how bad it is (critical: strangers
get in; high: more get in than are meant, or somebody easily could; info: nothing is wrong, and somebody should know), what
it means, and how it is mended. An exemption in \`exemptions.yaml\` accepts one by its id, for a scope and until a date.`;
  const text = `${[introduction, ...findingDescriptions.map(sectionOf)].join('\n\n')}\n`;
  return prettier.format(text, { ...(await prettier.resolveConfig(file)), filepath: file });
};
