/**
 * What an import writes: policies as a document of its own, and accounts into the document of the identity providers,
 * of which every other byte stays as it is.
 */
export { addExistingIn } from './existing-in';
export { renderPolicies } from './render-policies';
