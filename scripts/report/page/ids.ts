/** Ids of the controls; each is named as its word in the fragment of the page's address. */
export const controlIds = { text: 'q', unit: 'unit', severity: 'severity', state: 'state' } as const;

/** Id of the element of a page that carries the report as JSON. */
export const snapshotId = 'report-data';
