import { snapshotId } from './ids';

/** What stands before the JSON. */
export const snapshotStart = `<script type="application/json" id="${snapshotId}">`;

/** JSON that cannot end the element that it stands in, nor begin another one. It stays the same JSON. */
export const embeddableJson = (json: string): string =>
  json.replace(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
