import { canonicalJson } from '../../federation/canonical-json';
import type { CollectedReport } from './collect';

/** A report as JSON, in pieces: it may be too long to be put together without need. An account has one line. */
export function* jsonOf({ header, accounts }: CollectedReport): Generator<string> {
  yield `${canonicalJson(header).slice(0, -1)},"accounts":[`;
  for (const [index, account] of accounts.entries()) yield index === 0 ? `\n${account}` : `,\n${account}`;
  yield ']}\n';
}
