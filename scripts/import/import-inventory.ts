import path from 'node:path';
import { type Diagnostic, type FolderContents, readConfigurationFolder } from '../../customizations/configuration';
import { addExistingIn, renderPolicies } from '../../customizations/import';
import { type Candidate, importedPolicies, type LeftOut } from '../../federation/import';
import { fileErrorCode } from '../file-errors';
import { checkProject, type CheckedProject } from '../project';
import type { ToldFailure } from '../tell-failure';
import { keyOf, type Survey, surveyInventory, unsettledBy } from './survey';

/** A file of the configuration, by its path within the folder. */
export interface ImportedFile {
  readonly name: string;
  readonly text: string;
}

/** What an import would write, and what it leaves. */
export interface Imported {
  readonly files: readonly ImportedFile[];
  /** So many roles are in the policies that are written. */
  readonly roles: number;
  readonly policies: number;
  readonly managed: number;
  /** Accounts that `existingIn` gains, by the name of the identity provider. */
  readonly providers: Readonly<Record<string, readonly string[]>>;
  readonly leftOut: readonly LeftOut[];
}

/** Why there is nothing to write. */
export interface NotImported {
  readonly error: ToldFailure;
  readonly diagnostics: readonly Diagnostic[];
}

/** The name of the file that imported policies are written to, within the folder of the configuration. */
export const importedFileName = 'policies/imported.yaml';

/** Where policies begin that no other policy stands beside. */
const usualPriority = 1000;

/**
 * Makes of an inventory what brings it under the configuration, and checks it as if it were written. An earlier import is
 * taken away before, so that the same inventory makes the same again.
 */
export const importInventory = async (
  config: string,
  inventory: string,
  now: Date,
): Promise<Imported | NotImported> => {
  if (inventory === '-')
    return stopped('invalid-argument', 'An inventory is read twice: give a file, and not standard input.');
  const contents = await readConfigurationFolder(config);
  const nameOf = (file: string): string =>
    path.relative(path.resolve(config), path.resolve(file)).split(path.sep).join('/');
  const before: FolderContents = {
    ...contents,
    files: contents.files.filter((file) => nameOf(file.path) !== importedFileName),
  };
  const { project, diagnostics } = checkProject(before);
  if (project === undefined) return notValid(diagnostics, `The configuration in \`${config}\` is not valid.`);
  try {
    const survey = await surveyInventory(inventory, project.policy, now);
    if ('bad' in survey) return badInventory(inventory, survey.bad);
    return await compose(survey, { before, project, nameOf, config, inventory, now });
  } catch (error) {
    const code = fileErrorCode(error);
    if (code === undefined) throw error;
    return stopped('invalid-argument', `\`${inventory}\` cannot be read (${code}). Name an inventory.`);
  }
};

interface Surroundings {
  readonly before: FolderContents;
  readonly project: CheckedProject;
  readonly nameOf: (file: string) => string;
  readonly config: string;
  readonly inventory: string;
  readonly now: Date;
}

const compose = async (survey: Survey, surroundings: Surroundings): Promise<Imported | NotImported> => {
  const { before, project, inventory, now } = surroundings;
  const edited = editProviders(survey, surroundings);
  if ('error' in edited) return edited;
  const write = (candidates: readonly Candidate[]) => policiesFile(candidates, project, edited.contents, surroundings);

  const first = write(survey.candidates);
  if ('error' in first) return first;
  const unsettled = await unsettledBy(inventory, first.project.policy, survey.candidates, now);
  const left = new Set(unsettled.map(keyOf));
  const candidates = survey.candidates.filter((candidate) => !left.has(keyOf(candidate)));
  const last = unsettled.length === 0 ? first : write(candidates);
  if ('error' in last) return last;

  const original = new Map(before.files.map((file) => [file.path, file]));
  const changed = edited.contents.files.filter((file) => original.get(file.path) !== file);
  return {
    files: [
      ...changed.map((file) => ({
        name: surroundings.nameOf(file.path),
        text: Buffer.from(file.bytes).toString('utf8'),
      })),
      ...(last.text === undefined ? [] : [{ name: importedFileName, text: last.text }]),
    ],
    roles: candidates.length,
    policies: last.policies,
    managed: survey.managed,
    providers: edited.added,
    leftOut: [...survey.leftOut, ...unsettled],
  };
};

/** The configuration with the accounts whose providers were made by hand. */
const editProviders = (
  { providers }: Survey,
  { before, project }: Surroundings,
): { readonly contents: FolderContents; readonly added: Imported['providers'] } | NotImported => {
  let { files } = before;
  const added: Record<string, readonly string[]> = {};
  for (const { value } of project.configuration.identityProviders) {
    const { name, existingIn = [] } = value;
    const accounts = (providers.get(name) ?? []).filter((account) => !existingIn.includes(account)).toSorted();
    if (accounts.length === 0) continue;
    const edits = files.map((file) => ({
      file,
      text: addExistingIn(Buffer.from(file.bytes).toString('utf8'), name, accounts),
    }));
    if (edits.every(({ text }) => text === undefined))
      return stopped(
        'not-imported',
        `\`existingIn\` of the identity provider ${name} cannot be added to as it is written. Add these accounts to it by hand, then run this again: ${accounts.join(', ')}.`,
      );
    files = edits.map(({ file, text }) => (text === undefined ? file : { path: file.path, bytes: Buffer.from(text) }));
    added[name] = accounts;
  }
  return { contents: { ...before, files }, added };
};

/** The policies for some roles, as a file that is valid with all the others; no text where there are no roles. */
const policiesFile = (
  candidates: readonly Candidate[],
  { policy }: CheckedProject,
  contents: FolderContents,
  { config }: Surroundings,
): { readonly text?: string; readonly policies: number; readonly project: CheckedProject } | NotImported => {
  const lowest = Math.min(usualPriority, ...policy.policies.map(({ priority }) => priority));
  const policies = importedPolicies(candidates, lowest);
  if (policies.length >= lowest)
    return stopped(
      'not-imported',
      `There are ${policies.length} policies to be asked before the others, whose priorities begin at ${lowest}. Give these numbers from ${policies.length + 1} on.`,
    );
  const text = policies.length === 0 ? undefined : renderPolicies(policies);
  const file = { path: path.join(config, importedFileName), bytes: Buffer.from(text ?? '') };
  const checked = checkProject({ ...contents, files: text === undefined ? contents.files : [...contents.files, file] });
  if (checked.project === undefined)
    return notValid(
      checked.diagnostics,
      'What would be written is not valid beside the rest of the configuration; nothing was written.',
    );
  return { ...(text !== undefined && { text }), policies: policies.length, project: checked.project };
};

const badInventory = (
  inventory: string,
  bad: readonly { readonly line: number; readonly problem: string }[],
): NotImported => {
  const [first] = bad;
  return stopped(
    'invalid-inventory',
    `The inventory \`${inventory}\` is not valid, and nothing was imported. Line ${first?.line ?? 0}: ${first?.problem ?? ''}`,
  );
};

const notValid = (diagnostics: readonly Diagnostic[], message: string): NotImported => ({
  error: { code: 'invalid-configuration', message },
  diagnostics,
});

const stopped = (code: string, message: string): NotImported => ({ error: { code, message }, diagnostics: [] });
