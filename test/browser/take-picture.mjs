// Renews docs/report.png: the head of a report, in Chromium. Run after a build: node test/browser/take-picture.mjs
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { startChromium } from './chromium.mjs';
import { makeReport } from './reports.mjs';

const [width, height] = [1280, 1180];
const report = await makeReport();
const browser = await startChromium();
const tab = await browser.openTab();
await tab.call('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false });
await tab.open(pathToFileURL(report.out).href);
const { data } = await tab.call('Page.captureScreenshot', { format: 'png' });
await writeFile(path.resolve(import.meta.dirname, '..', '..', 'docs', 'report.png'), data, 'base64');
await browser.stop();
await rm(report.folder, { recursive: true });
