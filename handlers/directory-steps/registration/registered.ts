/** What was found or made, before its credentials are put right. */
export interface Registered<T> {
  readonly object: T;
  readonly how: 'created' | 'restored' | 'found';
}
