/** A sign-in with an outside token; `scope` is `<resource>/.default`. */
export interface SignIn {
  readonly clientId: string;
  readonly assertion: string;
  readonly scope: string;
}
