import { Failure, failures, isFailureCode, type FailureCode, type Fault } from '../../federation/failures';
import { lambdaServiceErrors, retryClasses } from '../../federation/retries';
import {
  contractOf,
  failuresOfEveryStep,
  isStepName,
  stepCatalogue,
  type StepName,
} from '../../federation/step-catalogue';

const codes = Object.keys(failures) as FailureCode[];
const steps = Object.keys(stepCatalogue) as StepName[];
const heldUp = steps.some((name) => contractOf(name).underPause === 'refused') ? ['Paused'] : [];
const ofSteps = new Set<string>([
  ...failuresOfEveryStep,
  ...steps.flatMap((name) => contractOf(name).failures),
  ...heldUp,
]);

describe('Failure', () => {
  it('is known by its code, which Step Functions matches, and tells what to do', () => {
    const cause = new TypeError('x');
    const failure = new Failure('ProviderMissing', 'The account 1 has no provider.', { cause });
    expect(failure).toBeInstanceOf(Error);
    expect(failure).toMatchObject({ name: 'ProviderMissing', code: 'ProviderMissing', fault: 'account', cause });
    expect(failure.message).toBe(`The account 1 has no provider. ${failures.ProviderMissing.remedy}`);
  });

  it.each(codes)('%s has a remedy of whole sentences', (code) => {
    expect(failures[code].remedy).toMatch(/^[A-Z].*\.$/s);
  });

  it.each(['toString', 'constructor', '__proto__', '', 'accessdenied'])('%j is no code', (name) => {
    expect(isFailureCode(name)).toBe(false);
  });
});

describe('the step catalogue', () => {
  it.each(steps)('%s fails only with codes of the registry, each named once, and none that every step has', (name) => {
    const named = contractOf(name).failures;
    expect(named.filter((code) => !isFailureCode(code))).toEqual([]);
    expect(new Set(named).size).toBe(named.length);
    expect(named.filter((code) => failuresOfEveryStep.includes(code))).toEqual([]);
  });

  it.each(steps)('%s keeps the two credentials apart', (name) => {
    const ofDirectory: readonly FailureCode[] = [
      'ReplicationLag',
      'DirectoryRefused',
      'SignInRefused',
      'ApplicationSquatted',
    ];
    const ofAccounts: readonly FailureCode[] = ['AccountNotReady', 'TrustPolicyRefused', 'ProviderMissing'];
    const { runsIn, failures: named } = contractOf(name);
    const others = runsIn === 'account-steps' ? ofDirectory : ofAccounts;
    expect(named.filter((code) => others.includes(code))).toEqual([]);
  });

  it('uses every code of the registry but those of the command line, and one that no step fails for', () => {
    expect(codes.filter((code) => !ofSteps.has(code))).toEqual([
      'RoleQuotaReached',
      'OrganizationsRefused',
      'OrganizationsUnreachable',
      'FactoryRefused',
      'FactoryUnreachable',
      'AccountsRefused',
      'DirectoryNotRead',
      'BindingsNotRead',
      'HookRefused',
      'HookNotDeployed',
      'StackSetsRefused',
      'StackSetsNotDeployed',
      'FileNotWritten',
    ]);
  });

  it.each(['toString', 'constructor', 'role.Inspect', ''])('%j is no step', (name) => {
    expect(isStepName(name)).toBe(false);
  });
});

describe('retry classes', () => {
  it.each(Object.entries(retryClasses))('%s tries again what some step fails with', (_name, retry) => {
    expect(retry.failures.filter((code) => !ofSteps.has(code))).toEqual([]);
    expect(retry.failures.length).toBeGreaterThan(0);
  });

  it('none tries again what only a person can mend', () => {
    const passing = new Set<Fault>(['cloud', 'directory']);
    // But for the one that waits for a person.
    const { confirmation, ...others } = retryClasses;
    expect(confirmation.failures).toEqual(['ConfirmationMissing']);
    const faults: readonly Fault[] = Object.values(others).flatMap((retry) =>
      retry.failures.map((code) => failures[code].fault),
    );
    expect(faults.filter((fault) => !passing.has(fault))).toEqual([]);
  });

  it('share no failure: a step would not know whose patience counts', () => {
    const all = [...Object.values(retryClasses).flatMap((retry) => [...retry.failures]), ...lambdaServiceErrors];
    expect(new Set<string>(all).size).toBe(all.length);
  });

  it.each(Object.entries(retryClasses))('%s has numbers that Step Functions takes', (_name, retry) => {
    expect(retry.interval).toBeGreaterThanOrEqual(1);
    expect(retry.backoffRate).toBeGreaterThanOrEqual(1);
    expect(retry.maxDelay).toBeGreaterThan(retry.interval);
    expect(Number.isInteger(retry.attempts)).toBe(true);
  });

  it('waits about twelve hours for a baseline', () => {
    const { interval, backoffRate, maxDelay, attempts } = retryClasses.baseline;
    // Step Functions takes each pause at random between nothing and the whole.
    const delays = Array.from({ length: attempts }, (_, n) => Math.min(maxDelay, interval * backoffRate ** n) / 2);
    const hours = delays.reduce((sum, delay) => sum + delay, 0) / 3600;
    expect(hours).toBeGreaterThan(11);
    expect(hours).toBeLessThan(13);
  });
});
