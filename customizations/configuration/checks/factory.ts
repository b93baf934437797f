import { parseArn } from '../../../federation/arn';
import { isPartition, regionIsIn } from '../../../federation/partition';
import { type Diagnostic, diagnostic } from '../diagnostics';
import { type Draft, select, type Selected, selectBelow, textBelow, texts } from '../documents/draft';
import { knownAccounts } from './known-accounts';
import type { Check } from './check';

/** The factory account is a member of its own, its region is one of the partition, and its credential is whole. */
export const checkFactory: Check = (draft) =>
  select(draft, 'Organization', []).flatMap((document) => [
    ...checkRegion(document),
    ...checkAccount(draft, document),
    ...checkCredential(document),
  ]);

const checkRegion = (document: Selected): readonly Diagnostic[] => {
  const region = textBelow(document, 'organization', 'homeRegion');
  const partition = textBelow(document, 'organization', 'partition')?.value;
  if (region === undefined || partition === undefined || !isPartition(partition)) return [];
  if (regionIsIn(region.value, partition)) return [];
  const message = `The region \`${region.value}\` is not one of the partition \`${partition}\`. Correct \`homeRegion\` or \`partition\`.`;
  return [diagnostic(region.position, 'conflicting-values', message)];
};

const checkAccount = (draft: Draft, document: Selected): readonly Diagnostic[] => {
  const id = textBelow(document, 'factory', 'account', 'id');
  const name = textBelow(document, 'factory', 'account', 'name');
  if (id === undefined) return [];
  if (id.value === textBelow(document, 'organization', 'managementAccount')?.value) {
    const message =
      'The factory account must not be the management account, which service control policies do not reach. Use a member account.';
    return [diagnostic(id.position, 'conflicting-values', message)];
  }
  const known = knownAccounts(draft).find(id.value)[0]?.name;
  if (name !== undefined && known !== undefined && known !== name.value) {
    const message = `The account ${id.value} is named \`${known}\` in the lock file, and \`${name.value}\` here. Correct the id or the name; run \`oidc-factory lock\` if it was renamed.`;
    return [diagnostic(name.position, 'conflicting-values', message)];
  }
  return [];
};

const checkCredential = (document: Selected): readonly Diagnostic[] => {
  const [credential] = selectBelow(document, ['factory', 'entraCredential']);
  const kind = textBelow(document, 'factory', 'entraCredential', 'kind')?.value;
  if (credential === undefined || kind === undefined) return [];
  const isGiven = selectBelow(credential, ['secretArn']).length > 0;
  if (kind !== 'secrets-manager') {
    if (!isGiven) return [];
    const message = `\`secretArn\` belongs to \`kind: secrets-manager\`; with \`${kind}\` there is no secret. Remove one of the two.`;
    return [diagnostic(credential.document.at([...credential.path, 'secretArn']), 'conflicting-values', message)];
  }
  if (!isGiven) {
    return [
      diagnostic(
        credential.position,
        'missing-key',
        '`entraCredential` needs the key `secretArn` with `secrets-manager`: the ARN of the secret that holds the client secret.',
      ),
    ];
  }
  return texts(selectBelow(credential, ['secretArn'])).flatMap(({ value, position }) =>
    checkSecret(document, value).map((message) => diagnostic(position, 'conflicting-values', message)),
  );
};

const checkSecret = (document: Selected, secret: string): readonly string[] => {
  const arn = parseArn(secret);
  const account = textBelow(document, 'factory', 'account', 'id')?.value;
  const partition = textBelow(document, 'organization', 'partition')?.value;
  if (arn === undefined) return [];
  if (account !== undefined && arn.account !== account) {
    return [
      `The secret is in the account ${arn.account}, and the factory in ${account}. Keep the secret in the factory account.`,
    ];
  }
  if (partition !== undefined && arn.partition !== partition) {
    return [
      `The secret is in the partition \`${arn.partition}\`, and the organization in \`${partition}\`. Correct the ARN.`,
    ];
  }
  return [];
};
