import { stringify } from 'yaml';
import type { Failing } from '../../simulation/histories';

/** A history that shows a breach, as a file that `oidc-factory rehearse` plays. */
export const fileOf = ({ seed, breaches, smallest }: Failing): { readonly name: string; readonly text: string } => {
  const name = `history-${seed}.yaml`;
  const notes = breaches.map(({ invariant, what }) => `# ${invariant}: ${what.split('\n')[0] ?? ''}\n`);
  const text = stringify(smallest, { lineWidth: 120 });
  return { name, text: `# Play it with \`oidc-factory rehearse ${name}\`.\n${notes.join('')}${text}` };
};
