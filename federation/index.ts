/**
 * The pure core: what the policies say of a role, what a trust policy admits and how it is pinned, and the contracts
 * between the layers above, such as the step catalogue, the ports, the codes and the names. Nothing here does I/O, knows
 * a clock or an SDK; each file is imported by its own name, so that a bundle carries only what it uses.
 */
export {};
