import { entraIssuer } from '../../../federation/issuer';
import { type Draft, select, type Selected, selectBelow, textBelow } from '../documents/draft';
import { isOutsideKind, issuerOf } from '../outside-issuers';

/** An identity provider of a draft, as far as it can be read. */
export interface DeclaredProvider {
  readonly item: Selected;
  readonly name: string | undefined;
  readonly kind: string | undefined;
  /** With the place that it comes from. */
  readonly issuer: Selected<string> | undefined;
}

/** The identity providers of a draft, in their order. */
export const declaredProviders = (draft: Draft): readonly DeclaredProvider[] =>
  select(draft, 'IdentityProviders', ['identityProviders', '*']).map((item) => ({
    item,
    name: textBelow(item, 'name')?.value,
    kind: textBelow(item, 'kind')?.value,
    issuer: issuerAt(item),
  }));

const issuerAt = (item: Selected): Selected<string> | undefined => {
  const [kind, issuer] = [textBelow(item, 'kind'), textBelow(item, 'issuer')];
  if (isOutsideKind(kind?.value)) {
    if (selectBelow(item, ['issuer']).length > 0) return issuer;
    const byDefault = issuerOf({ kind: kind.value });
    return byDefault === undefined ? undefined : kind.with(byDefault);
  }
  const tenant = textBelow(item, 'tenantId');
  const cloud = textBelow(item, 'cloud')?.value ?? 'public';
  if (tenant === undefined || (cloud !== 'public' && cloud !== 'usgovernment' && cloud !== 'china')) return undefined;
  return tenant.with(entraIssuer(cloud, tenant.value));
};
