/**
 * Lambda: the deployed functions by their physical names, each the real handler with its ports implemented in-process,
 * so that every call it makes is authorised by the policies of its own role. Messages and answers cross as JSON.
 */
export { Lambda } from './lambda';
export type { DeployedFunction, EventSourceMapping } from './deployed-function';
export type { DirectorySide, Handler, Surroundings } from './surroundings';
export { LocalTable } from './table';
