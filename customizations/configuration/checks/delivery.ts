import { type Diagnostic, diagnostic } from '../diagnostics';
import { select, textBelow } from '../documents/draft';
import type { Check } from './check';

/** StackSets with service-managed permissions do not reach the management account, so that they cannot bring the hook. */
export const checkDelivery: Check = (draft) =>
  select(draft, 'Organization', []).flatMap((document): Diagnostic[] => {
    const deliver = textBelow(document, 'deliver')?.value;
    const hook = textBelow(document, 'factory', 'lifecycleHook');
    if (deliver !== 'stacksets' || hook?.value !== 'manifest') return [];
    const message =
      'StackSets do not reach the management account, and there is no manifest with `deliver: stacksets`. Write `lifecycleHook: command`, and run `oidc-factory deploy hook`.';
    return [diagnostic(hook.position, 'conflicting-values', message)];
  });
