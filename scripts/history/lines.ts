import { visible } from '../../customizations/configuration';
import type { Decision } from '../../federation/records';
import { parseJson } from '../../handlers/json';
import type { PolicyCommit } from './commits';

/** A line of the log in words: what was decided, and below it why, by whom, and what was written. Nothing of it can act on a terminal. */
export const linesOf = (decision: Decision, commit: PolicyCommit | undefined): readonly string[] => {
  const { at, step, reasons, trust, requestIds = [], policyHash, execution } = decision;
  const from = commit === undefined ? '' : `, of the commit ${commit.commit.slice(0, 12)} (${commit.committedAt})`;
  return [
    `${at}  ${decision.decision}  (${step})`,
    ...reasons.map((reason) => `  ${reason}`),
    ...(trust === undefined ? [] : differences(trust.before, trust.after).map((line) => `  ${line}`)),
    `  started by ${starterOf(decision)}`,
    ...(requestIds.length === 0 ? [] : [`  requests ${requestIds.join(', ')}`]),
    `  policy ${policyHash.slice(0, 12)}${from}, execution ${execution}`,
  ].map(visible);
};

const starterOf = ({ event: { id, trigger, time, actor, byHand } }: Decision): string => {
  const whom = actor ?? (byHand === true ? 'an operator' : 'the factory itself');
  return `${trigger} of ${time}, by ${whom} (event ${id})`;
};

/** The lines that two JSON documents do not have in common: what went with `-`, what came with `+`. */
const differences = (before: string, after: string): readonly string[] => {
  const [old, recent] = [before, after].map((text) => JSON.stringify(parseJson(text) ?? text, null, 1).split('\n'));
  return [
    ...without(old, recent).map((line) => `- ${line.trim()}`),
    ...without(recent, old).map((line) => `+ ${line.trim()}`),
  ];
};

const without = (lines: readonly string[] = [], others: readonly string[] = []): readonly string[] => {
  const key = (line: string): string => line.trim().replace(/,$/, '');
  const left = new Map<string, number>();
  for (const line of others) left.set(key(line), (left.get(key(line)) ?? 0) + 1);
  return lines.filter((line) => {
    const count = left.get(key(line)) ?? 0;
    left.set(key(line), count - 1);
    return count <= 0;
  });
};
