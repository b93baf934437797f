/**
 * Plans for a whole organization: an inventory is read in a stream, by two threads where it is large, planned account by
 * account by the pure core, and told for people, machines and pull requests.
 */
export {};
