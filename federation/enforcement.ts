import type { Policy } from './compiled-policy';

/** What a policy does at a moment: one that is enforced from some day on only reports before it. */
export const enforcementAt = ({ enforcement, enforceFrom }: Policy, now: Date): Policy['enforcement'] =>
  enforcement === 'enforce' && (enforceFrom === undefined || now.getTime() >= Date.parse(`${enforceFrom}T00:00:00Z`))
    ? 'enforce'
    : 'audit';
