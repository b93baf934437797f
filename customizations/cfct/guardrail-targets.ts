import type { Configuration } from '../configuration/configuration';
import { type Diagnostic, diagnostic } from '../configuration/diagnostics';
import type { GuardrailName } from '../guardrails';
import { everything, type ManifestTargets, matchOf } from './targets';

/**
 * The units that a guardrail is attached to, in CfCT's notation. Unlike a StackSet, a policy of the organization reaches
 * everything below its unit: a unit below another is left out, and one without those below it cannot be had.
 */
export const guardrailTargets = (
  { organization: { value, at }, lock }: Configuration,
  name: GuardrailName,
): ManifestTargets => {
  const pathsById = new Map(lock.value.organizationalUnits.map(({ id, path }) => [id, path]));
  const diagnostics: Diagnostic[] = [];
  const paths = (value.guardrails?.[name]?.organizationalUnits ?? []).flatMap((target, index) => {
    const { path: named, direct } = matchOf(target);
    const path = pathsById.get(named) ?? named;
    const problem = direct
      ? 'A policy reaches everything below the unit that it is attached to. Name the unit without `direct`, or other units.'
      : path === `/${everything}`
        ? `CfCT takes a top-level unit named "${everything}" for the whole organization. Rename the unit.`
        : undefined;
    if (problem === undefined) return [path];
    const position = at(['guardrails', name, 'organizationalUnits', index]);
    diagnostics.push(diagnostic(position, 'target-not-deployable', problem));
    return [];
  });
  const isBelow = (path: string, other: string): boolean =>
    path !== other && path.startsWith(other === '/' ? '/' : `${other}/`);
  const highest = paths.filter((path) => !paths.some((other) => isBelow(path, other)));
  const units = highest.map((path) => (path === '/' ? everything : path.slice(1).replaceAll('/', ':')));
  return { organizationalUnits: [...new Set(units)].sort(), diagnostics };
};
