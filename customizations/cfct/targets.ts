import type { OrganizationalUnitMatch } from '../../schemas/generated/documents/organization.types';
import type { Configuration } from '../configuration/configuration';
import { type Diagnostic, diagnostic } from '../configuration/diagnostics';

/** What the manifest aims at, in CfCT's notation, and what cannot be said in it. */
export interface ManifestTargets {
  readonly organizationalUnits: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * CfCT's word for every account but the management account, whatever unit it is in. So it is what `/` means, and a unit
 * of that name at the top cannot be aimed at.
 */
export const everything = 'Root';

/**
 * Resolves the targets against the lock file. To CfCT, `A:B` is a nested unit and a unit never includes those below it,
 * so each is listed; the result is sorted.
 */
export const manifestTargets = (configuration: Configuration): ManifestTargets => {
  const { value, at } = configuration.organization;
  const locked = configuration.lock.value.organizationalUnits;
  const known = locked.map((unit) => unit.path);
  const pathsById = new Map(locked.map(({ id, path }) => [id, path]));
  const units = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  value.targets.organizationalUnits.forEach((target, index) => {
    const { path: named, direct } = matchOf(target);
    const path = pathsById.get(named) ?? named;
    const refuse = (message: string): void => {
      diagnostics.push(diagnostic(at(['targets', 'organizationalUnits', index]), 'target-not-deployable', message));
    };
    if (path === '/' && direct) {
      refuse('CfCT cannot aim at the accounts directly below the root. Move them into a unit, or target "/".');
      return;
    }
    const paths =
      path === '/' ? [path] : known.filter((one) => one === path || (!direct && one.startsWith(`${path}/`)));
    if (paths.some((one) => one.split('/')[1] === everything)) {
      refuse(`CfCT takes a top-level unit named "${everything}" for the whole organization. Rename the unit.`);
    } else {
      for (const one of paths) units.add(one === '/' ? everything : one.slice(1).replaceAll('/', ':'));
    }
  });
  // What is named beside `Root` would be deployed to anyway.
  const organizationalUnits = units.has(everything) ? [everything] : [...units].sort();
  return { organizationalUnits, diagnostics };
};

/** A unit as the configuration names it, in its long form. */
export const matchOf = (target: OrganizationalUnitMatch): { readonly path: string; readonly direct: boolean } =>
  typeof target === 'string' ? { path: target, direct: false } : target;
