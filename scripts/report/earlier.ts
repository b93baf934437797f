import { readFile } from 'node:fs/promises';
import { parseJson } from '../../handlers/json';
import type { FederationReport } from '../../schemas/generated/reports/report.types';
import isReport from '../../schemas/generated/reports/report.validate';
import { fileErrorCode } from '../file-errors';
import type { ToldFailure } from '../tell-failure';
import { snapshotStart } from './page/snapshot';

/**
 * Reads a report of an earlier day back, be it a page or JSON.
 * @param organization id of the organization that it must be of.
 */
export const readEarlierReport = async (
  file: string,
  organization: string,
): Promise<FederationReport | ToldFailure> => {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    const code = fileErrorCode(error);
    if (code === undefined) throw error;
    return { code: 'invalid-argument', message: `\`${file}\` cannot be read (${code}). Name an earlier report.` };
  });
  if (typeof text !== 'string') return text;
  const report = parseJson(snapshotIn(text));
  if (!isReport(report))
    return {
      code: 'invalid-report',
      message: `\`${file}\` is no report of this version. Name a page or JSON that \`oidc-factory report\` has written.`,
    };
  return report.organization.id === organization
    ? report
    : {
        code: 'invalid-report',
        message: `\`${file}\` is of the organization ${report.organization.id}, and the configuration of ${organization}. Name a report of the same organization.`,
      };
};

/** The JSON that a page carries; of anything else the whole text. */
const snapshotIn = (text: string): string => {
  const start = text.startsWith('{') ? -1 : text.indexOf(snapshotStart);
  if (start < 0) return text;
  const from = start + snapshotStart.length;
  return text.slice(from, text.indexOf('</script>', from));
};
