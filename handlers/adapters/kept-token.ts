import type { AccessToken, TokenCredential } from '@azure/identity';
import type { Clock } from '../../federation/ports';

/** A token is no longer used so long before it ends, in milliseconds. */
const renewBefore = 5 * 60 * 1000;

/**
 * Keeps a credential's token until shortly before it ends. Microsoft's credentials keep theirs too, but ask for what they
 * sign in with before they look: twice for each call of Graph.
 */
export const keepingToken = (getToken: TokenCredential['getToken'], clock: Clock): TokenCredential => {
  let kept: { readonly scopes: string; readonly token: AccessToken } | undefined;
  return {
    getToken: async (scopes, options) => {
      const asked = [scopes].flat().join(' ');
      const isFresh = kept?.scopes === asked && kept.token.expiresOnTimestamp - renewBefore > clock.now().getTime();
      if (kept !== undefined && isFresh) return kept.token;
      const token = await getToken(scopes, options);
      kept = token === null ? undefined : { scopes: asked, token };
      return token;
    },
  };
};
