import type { Written } from '../../federation/ports';

/** The id of a request that AWS has answered. */
export const written = (answer: { readonly $metadata: { readonly requestId?: string | undefined } }): Written => {
  const { requestId } = answer.$metadata;
  return requestId === undefined ? {} : { requestId };
};
