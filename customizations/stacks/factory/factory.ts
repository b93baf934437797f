import { CfnOutput, type Stack } from 'aws-cdk-lib';
import { factoryArns } from '../factory-arns';
import type { StackInput } from '../stack-input';
import { addBucket } from './bucket';
import { addFunctions } from './functions';
import { addIntake } from './intake';
import { addOutcomes } from './outcomes';
import { addStateMachines } from './state-machines';
import { addTable } from './table';

/** Adds what the factory account holds: buses, queue, table, functions, workflows, notifications. */
export const addFactory = (stack: Stack, input: StackInput): void => {
  const arns = factoryArns(input.policy);
  const intake = addIntake(stack, input, arns);
  const outcomes = addOutcomes(stack, input, arns, intake);
  const functions = addFunctions(stack, input, arns, intake);
  const stateMachines = addStateMachines(stack, input, arns, functions);
  const order = {
    after: [functions.dispatcher, functions.accountSteps, ...stateMachines],
    before: functions.eventSource,
  };
  addTable(stack, order);
  addBucket(stack, input, order);
  outcomes.watchFunction('DispatcherErrors', functions.dispatcher);

  new CfnOutput(stack, 'IntakeBusArn', {
    description: 'The bus that vended accounts forward to.',
    value: intake.bus.attrArn,
  });
  new CfnOutput(stack, 'PolicyHash', {
    description: 'SHA-256 of the compiled policy that the functions hold.',
    value: input.policyHash,
  });
};
