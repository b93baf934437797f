import { parseArn } from '../../../federation/arn';
import { isOpenToAnybody } from '../../../federation/guardrails/allowed-issuers';
import { type Diagnostic, diagnostic } from '../diagnostics';
import { type Draft, select, textBelow, texts } from '../documents/draft';
import type { Check } from './check';

/** Guardrails let in neither every issuer nor every role, and name roles of their own partition. */
export const checkGuardrails: Check = (draft) => [...checkIssuers(draft), ...checkRoles(draft)];

const checkIssuers = (draft: Draft): readonly Diagnostic[] =>
  texts(select(draft, 'Organization', ['guardrails', 'alsoAllow', '*'])).flatMap(({ value, position }) => {
    if (!isOpenToAnybody(value)) return [];
    const message = `Anybody can set up an issuer that \`${value}\` matches. Behind its last \`*\`, a host needs a domain of the issuer's own: \`oidc.eks.*.amazonaws.com/id/*\`.`;
    return [diagnostic(position, 'wrong-value', message)];
  });

const checkRoles = (draft: Draft): readonly Diagnostic[] =>
  select(draft, 'Organization', []).flatMap((document) => {
    const partition = textBelow(document, 'organization', 'partition')?.value;
    const path = ['guardrails', 'serviceControlPolicy', 'deploymentRoles', '*'];
    return texts(select(draft, 'Organization', path)).flatMap(({ value, position }): Diagnostic[] => {
      const arn = parseArn(value);
      if (arn !== undefined && partition !== undefined && arn.partition !== partition) {
        const message = `The role is in the partition \`${arn.partition}\`, and the organization in \`${partition}\`. Correct the ARN.`;
        return [diagnostic(position, 'conflicting-values', message)];
      }
      if (!/^role\/[*/]+$/.test(arn?.resource ?? '')) return [];
      const message = 'Every role would be exempted, and the policy would keep nothing. Name the roles that deploy.';
      return [diagnostic(position, 'wrong-value', message)];
    });
  });
