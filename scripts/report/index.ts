/**
 * Reports on a whole organization: an inventory is read in a stream, judged account by account, and told as one page for
 * people, or as JSON, CSV or ASFF for machines. What the page shows is in page/, what runs in it in browser/.
 */
export { asffOf } from './asff';
export { collectReport, type CollectedReport, type ReportHeader } from './collect';
export { csvOf } from './csv';
export { readEarlierReport } from './earlier';
export { jsonOf } from './json';
export { pageOf } from './page/page';
