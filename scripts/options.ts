import { InvalidArgumentError } from 'commander';

const units = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** A time as an option has it, in milliseconds: `30m`, `24h`, `2d`. */
export const milliseconds = (text: string): number => {
  const [, count, unit] = /^(\d{1,6})([mhd])$/.exec(text) ?? [];
  const each = unit === 'm' || unit === 'h' || unit === 'd' ? units[unit] : undefined;
  if (count === undefined || each === undefined)
    throw new InvalidArgumentError('Give minutes, hours or days: 30m, 24h, 2d.');
  return Number(count) * each;
};

/** How many things go on at once, as an option has it. */
export const atOnce = (text: string): number => {
  const number = /^\d{1,2}$/.test(text) ? Number(text) : 0;
  if (number < 1 || number > 64) throw new InvalidArgumentError('Give a number from 1 to 64.');
  return number;
};

/** The name of a role as an option has it, with or without its path. */
export const roleName = (text: string): string => {
  const name = text.replace(/^\//, '');
  if (!/^([\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/.test(name))
    throw new InvalidArgumentError('Give the name of a role that every account has, not its ARN.');
  return name;
};

/** Values of an option that may be given again and again. */
export const added = (text: string, before: readonly string[]): readonly string[] => [...before, text];
