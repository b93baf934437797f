import type { AccountFacts } from '../federation/compiled-policy';
import type { Partition } from '../federation/partition';
import { SimulationError } from './errors';

/** What the local organization is made of before anything is deployed. */
export interface OrganizationFacts {
  readonly id: string;
  readonly partition: Partition;
  readonly homeRegion: string;
  readonly managementAccount: string;
  readonly organizationalUnits: readonly OrganizationalUnit[];
  readonly accounts: readonly AccountFacts[];
}

/** An organizational unit; the root's path is `/`. */
export interface OrganizationalUnit {
  readonly id: string;
  readonly path: string;
}

/** The accounts and units of the organization, as AWS Organizations knows them. */
export class Organization {
  readonly id: string;
  readonly partition: Partition;
  readonly homeRegion: string;
  readonly managementAccount: string;
  readonly #units: Map<string, OrganizationalUnit>;
  readonly #accounts = new Map<string, AccountFacts>();
  /** Ids, by names in lower case. */
  readonly #ids = new Map<string, string>();
  #inOrder: readonly AccountFacts[] | undefined;
  readonly #closed = new Set<string>();
  readonly #left = new Set<string>();
  readonly #quarantined = new Set<string>();
  /** Accounts whose pipeline has not come by yet, or has taken everything away again. */
  readonly #withoutBaseline = new Set<string>();
  readonly #withLeftovers = new Set<string>();

  constructor(facts: OrganizationFacts) {
    this.id = facts.id;
    this.partition = facts.partition;
    this.homeRegion = facts.homeRegion;
    this.managementAccount = facts.managementAccount;
    this.#units = new Map(facts.organizationalUnits.map((unit) => [unit.path, unit]));
    for (const account of facts.accounts) this.add(account);
  }

  /** @throws SimulationError for a unit that is not there, or a second account of an id or a name. */
  add(account: AccountFacts): void {
    this.unit(account.organizationalUnit);
    const existing = this.#accounts.get(account.id) ?? this.#named(account.name);
    if (existing !== undefined) {
      throw new SimulationError(
        'duplicate-account',
        `There is an account ${existing.name} (${existing.id}) already; choose another name.`,
      );
    }
    this.#put(account);
  }

  /** @throws SimulationError for an account or a unit that is not there. */
  move(idOrName: string, organizationalUnit: string): AccountFacts {
    const moved = { ...this.account(idOrName), organizationalUnit: this.unit(organizationalUnit).path };
    this.#put(moved);
    return moved;
  }

  /** The account is suspended: nobody gets in any more, and nothing comes out of it. */
  close(idOrName: string): void {
    this.#closed.add(this.account(idOrName).id);
  }

  isClosed(accountId: string): boolean {
    return this.#closed.has(accountId);
  }

  /** The account is removed, or leaves by itself: it is standalone from then on. */
  leave(idOrName: string): void {
    this.#left.add(this.account(idOrName).id);
  }

  /** The pipeline passes the account by from now on. */
  withholdBaseline(idOrName: string): void {
    this.#withoutBaseline.add(this.account(idOrName).id);
  }

  /** The pipeline has taken away what it had brought, and passes the account by from now on. */
  loseBaseline(idOrName: string): void {
    this.withholdBaseline(idOrName);
    this.leaveOver(idOrName);
  }

  /** Something is in the account that stands in the way of a stack. */
  leaveOver(idOrName: string): void {
    this.#withLeftovers.add(this.account(idOrName).id);
  }

  /** Whether something may be in the account that stands in the way of a stack. */
  hasLeftovers(accountId: string): boolean {
    return this.#withLeftovers.has(accountId);
  }

  grantBaseline(idOrName: string): void {
    this.#withoutBaseline.delete(this.account(idOrName).id);
  }

  isWithoutBaseline(accountId: string): boolean {
    return this.#withoutBaseline.has(accountId);
  }

  /** Every unit, the root among them. */
  units(): readonly OrganizationalUnit[] {
    return [...this.#units.values()];
  }

  /** A service control policy denies everything to the factory's access role. */
  quarantine(idOrName: string): void {
    this.#quarantined.add(this.account(idOrName).id);
  }

  release(idOrName: string): void {
    this.#quarantined.delete(this.account(idOrName).id);
  }

  isQuarantined(accountId: string): boolean {
    return this.#quarantined.has(accountId);
  }

  /** Every account of the organization, by id. */
  accounts(): readonly AccountFacts[] {
    return this.#left.size === 0 ? this.#every() : this.#every().filter(({ id }) => !this.#left.has(id));
  }

  /** Those that have left, too. */
  #every(): readonly AccountFacts[] {
    this.#inOrder ??= [...this.#accounts.values()].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
    return this.#inOrder;
  }

  has(accountId: string): boolean {
    return this.#accounts.has(accountId) && !this.#left.has(accountId);
  }

  /** Finds an account by its id, or by its name in whatever case. */
  find(idOrName: string): AccountFacts | undefined {
    return this.#accounts.get(idOrName) ?? this.#named(idOrName);
  }

  /** @throws SimulationError where there is no such account. */
  account(idOrName: string): AccountFacts {
    const account = this.find(idOrName);
    if (account !== undefined) return account;
    throw new SimulationError(
      'unknown-account',
      `There is no account ${idOrName}; vend it first, or correct the name.`,
    );
  }

  /** @throws SimulationError where there is no such unit. */
  unit(path: string): OrganizationalUnit {
    const unit = this.#units.get(path);
    if (unit !== undefined) return unit;
    throw new SimulationError(
      'unknown-organizational-unit',
      `There is no organizational unit ${path} in the lock file; correct the path.`,
    );
  }

  #put(account: AccountFacts): void {
    this.#accounts.set(account.id, account);
    this.#ids.set(account.name.toLowerCase(), account.id);
    this.#inOrder = undefined;
  }

  #named(name: string): AccountFacts | undefined {
    const id = this.#ids.get(name.toLowerCase());
    return id === undefined ? undefined : this.#accounts.get(id);
  }
}
