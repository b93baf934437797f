/** The parameter that says what is paused, for whoever runs a command. Every call can throw `FactoryRefused` or `FactoryUnreachable`. */
export interface PauseStore {
  /** Whose credentials these are. */
  identity(): Promise<Identity>;
  /** The parameter as it stands, or as it was in a version; undefined where there is none. */
  read(version?: number): Promise<StoredPauses | undefined>;
  /**
   * Writes the parameter, and answers the version that it has by that.
   * @param isFirst whether there is none yet: `exists` where somebody has written it in between.
   */
  write(value: string, isFirst: boolean): Promise<number | 'exists'>;
}

/** Who makes calls of AWS. */
export interface Identity {
  readonly account: string;
  readonly arn: string;
}

/** What the parameter holds. Systems Manager counts its versions from 1. */
export interface StoredPauses {
  readonly value: string;
  readonly version: number;
}
