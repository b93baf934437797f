/** A file that synthesis generates. `path` is relative to the root of the package and uses `/`. */
export interface GeneratedFile {
  readonly path: string;
  readonly text: string;
}
