import type { World } from '../cloud';
import { AwsError, type AwsErrorCode } from '../errors';
import { Crash } from '../faults';
import type { IamCaller } from '../iam';

/** What a service calls it when it asks for fewer calls, where that is not ThrottlingException. */
const throttlingOf: Readonly<Record<string, AwsErrorCode>> = {
  iam: 'Throttling',
  sts: 'Throttling',
  dynamodb: 'ProvisionedThroughputExceededException',
};

/** A function in one life: what it calls passes through here, and may go wrong. */
export class Instance {
  #ended: Crash | undefined;

  constructor(private readonly world: Pick<World, 'calls' | 'faults'>) {}

  /** How the function was ended from outside; undefined while it lives. */
  get ended(): Crash | undefined {
    return this.#ended;
  }

  /**
   * What comes before each call that is not of AWS: the function may end here. One that has ended calls nothing any
   * more, whatever it catches.
   * @throws Crash
   */
  beforeCall(what: string): void {
    if (this.#ended !== undefined) throw this.#ended;
    try {
      this.world.faults.beforeCall(what);
    } catch (error) {
      if (error instanceof Crash) this.#ended = error;
      throw error;
    }
  }

  /**
   * What comes before each call of AWS: the service may also ask for fewer calls.
   * @param service as calls are counted.
   * @throws Crash, AwsError
   */
  before(service: string, operation: string): void {
    this.beforeCall(`${service} ${operation}`);
    if (!this.world.faults.strikes('throttle')) return;
    this.world.calls.count(service, operation);
    throw new AwsError(throttlingOf[service] ?? 'ThrottlingException', 'Rate exceeded');
  }

  /** The function as IAM's caller. */
  readonly iamCaller: IamCaller = {
    before: (operation) => {
      this.before('iam', operation);
    },
    lags: () => this.world.faults.strikes('lag'),
  };
}
