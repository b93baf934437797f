// What somebody sees who opens a report: in Chromium, with names in it that would break out if they could.
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { startChromium } from './chromium.mjs';
import { makeReport } from './reports.mjs';

let browser;
let report;
let url;

before(async () => {
  report = await makeReport({ isHostile: true, isLarge: true });
  url = pathToFileURL(report.out).href;
  browser = await startChromium();
});

after(async () => {
  await browser?.stop();
  if (report !== undefined) await rm(report.folder, { recursive: true });
});

/** A tab with the report, and what is asked of it in its address. */
const opened = async (fragment = '') => {
  const tab = await browser.openTab();
  await tab.open(`${url}${fragment}`);
  return tab;
};

const text = (selector) => `document.querySelector(${JSON.stringify(selector)}).textContent`;
const count = (selector) => `document.querySelectorAll(${JSON.stringify(selector)}).length`;

/** What the page says that it shows, once that is as it should be. */
const result = `document.querySelector('#result').textContent`;

test('it loads nothing, breaks no rule of its own and complains of nothing', async () => {
  const tab = await opened();
  await tab.ask(`location.hash = '#q=web'`);
  await tab.until(`/, 3 roles$/.test(${result})`);
  assert.deepEqual(tab.complaints, []);
  assert.deepEqual(
    tab.requests.filter((each) => each !== 'about:blank').map((each) => each.replace(/#.*/, '')),
    [url],
  );
});

test('its policy lets nothing else in', async () => {
  const tab = await opened();
  await assert.rejects(tab.ask(`document.body.innerHTML = '<p>x</p>'`), /TrustedHTML/);
  await assert.rejects(tab.ask(`eval('1')`), /EvalError|TrustedScript|unsafe-eval/);
  await assert.rejects(tab.ask(`fetch('https://example.com/')`), /Failed to fetch|TypeError/);
  const ran = `const script = document.createElement('script'); script.append('document.title = "broken"');
    document.body.append(script); document.title`;
  await tab.ask(ran).catch(() => undefined);
  assert.equal(await tab.ask('document.title'), 'Federation report of o-a1b2c3d4e5');
});

test('names are shown as what they are, whatever is in them', async () => {
  const tab = await opened('#q=999999999999');
  assert.equal(await tab.ask('document.title'), 'Federation report of o-a1b2c3d4e5');
  assert.equal(await tab.ask(count('main :is(script, img, svg, b, iframe)')), 0);
  const shown = await tab.ask(text('#role-rows'));
  assert.match(shown, /<script>document\.title="broken"<\/script>/);
  assert.match(shown, /U\+202Egnp\.exeU\+2066/);
  assert.doesNotMatch(shown, /[\u202e\u2066\u2028]/);
});

test('somebody at the keyboard searches, and resets', async () => {
  const tab = await opened();
  const focused = () => tab.ask('document.activeElement.id');
  const press = async (key, code) => {
    const typed = key === 'Enter' ? { text: '\r' } : {};
    for (const type of ['keyDown', 'keyUp'])
      await tab.call('Input.dispatchKeyEvent', { type, key, windowsVirtualKeyCode: code, ...typed });
  };
  const reach = async (id) => {
    for (let tries = 0; tries < 40 && (await focused()) !== id; tries += 1) await press('Tab', 9);
    assert.equal(await focused(), id);
  };
  await reach('q');
  const outline = await tab.ask('getComputedStyle(document.activeElement).outlineStyle');
  assert.equal(outline, 'solid');
  await tab.call('Input.insertText', { text: 'LEDGER payments-eu' });
  await tab.until(`${result} === '0 findings, 0 accounts, 1 role'`);
  assert.equal(await tab.ask('location.hash'), '#q=LEDGER%20payments-eu');
  assert.match(await tab.ask(text('#role-rows')), /ledger-deployer/);
  assert.match(await tab.ask(text('#account-count')), /^No account/);
  await reach('reset');
  await press('Enter', 13);
  await tab.until(`/, 10 accounts, /.test(${result})`);
  assert.equal(await focused(), 'q');
});

test('an address that somebody hands on brings its filter along', async () => {
  const tab = await opened('#unit=%2FWorkloads%2FProd&severity=critical');
  assert.equal(await tab.ask(`document.querySelector('#unit').value`), '/Workloads/Prod');
  assert.match(await tab.ask(text('#finding-rows')), /^critical/);
  assert.doesNotMatch(await tab.ask(text('#finding-rows')), /medium|low/);
  await tab.ask(`location.hash = '#state=uncovered&q=settlement'`);
  await tab.until(`/, 1 role$/.test(${result})`);
  assert.equal(await tab.ask(count('#role-rows tr')), 1);
  assert.match(await tab.ask(text('#role-rows')), /eks-settlement.*named by nobody/s);
});

test('long tables are shown page by page', async () => {
  const tab = await opened('#q=many-roles');
  const range = () => tab.ask(text('#role-count'));
  assert.match(await range(), /^1–50 of 120 of /);
  assert.equal(await tab.ask(count('#role-rows tr')), 50);
  await tab.ask(`document.querySelector('#role-next').click()`);
  await tab.ask(`document.querySelector('#role-next').click()`);
  assert.match(await range(), /^101–120 of 120 of /);
  assert.equal(await tab.ask(`document.querySelector('#role-next').hidden`), true);
  await tab.ask(`document.querySelector('#role-previous').click()`);
  assert.match(await range(), /^51–100 of 120 of /);
});

test('on paper everything that was asked for is there, and open', async () => {
  const tab = await opened('#q=many-roles');
  await tab.ask(`dispatchEvent(new Event('beforeprint'))`);
  assert.equal(await tab.ask(count('#role-rows tr')), 120);
  await tab.call('Emulation.setEmulatedMedia', { media: 'print' });
  const isVisible = (selector) =>
    tab.ask(`[...document.querySelectorAll(${JSON.stringify(selector)})].every((each) => each.checkVisibility())`);
  assert.equal(await isVisible('#role-rows .callers'), true);
  assert.equal(await isVisible('search, nav'), false);
  await tab.ask(`dispatchEvent(new Event('afterprint'))`);
  assert.equal(await tab.ask(count('#role-rows tr')), 50);
  assert.equal(await isVisible('#role-rows .callers'), true, 'a browser that tells nobody prints them open as well');
  const { data } = await tab.call('Page.printToPDF', {});
  assert.match(data, /^JVBERi/, 'a PDF, in Base64');
});

test('without scripts the numbers and the first rows are there', async () => {
  const tab = await browser.openTab();
  await tab.call('Emulation.setScriptExecutionDisabled', { value: true });
  await tab.open(url);
  assert.equal(await tab.ask(`document.querySelector('#controls').checkVisibility()`), false);
  assert.match(await tab.ask(text('noscript')), /need the page's script/);
  assert.match(await tab.ask(text('#overview')), /Coverage\d/);
  assert.match(await tab.ask(text('#finding-rows')), /^critical/);
  assert.ok((await tab.ask(count('#role-rows tr'))) > 100);
});

test('tables, controls and sections say what they are', async () => {
  const tab = await opened();
  const lacking = await tab.ask(`[
    ...[...document.querySelectorAll('table')].filter((each) => each.caption === null),
    ...[...document.querySelectorAll('th')].filter((each) => each.scope === ''),
    ...[...document.querySelectorAll('input, select')].filter((each) => each.labels.length === 0),
    ...[...document.querySelectorAll('[aria-labelledby]')]
      .filter((each) => document.getElementById(each.getAttribute('aria-labelledby')) === null),
  ].map((each) => each.outerHTML.slice(0, 80))`);
  assert.deepEqual(lacking, []);
  const ids = await tab.ask(`[...document.querySelectorAll('[id]')].map(({ id }) => id)`);
  assert.equal(new Set(ids).size, ids.length);
});

/** The texts of the page whose contrast with what is behind them is below 4.5 (WCAG 2, AA). */
const faint = `(() => {
  const channels = (color) => color.match(/[\\d.]+/g).map(Number);
  const luminance = (color) => {
    const [r, g, b] = channels(color).map((each) => each / 255)
      .map((each) => (each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    for (let each = element; each !== null; each = each.parentElement) {
      const color = getComputedStyle(each).backgroundColor;
      if (channels(color)[3] !== 0) return color;
    }
    return 'rgb(255, 255, 255)';
  };
  return [...document.querySelectorAll('body *')]
    .filter((each) => each.checkVisibility() && [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== ''))
    .map((each) => {
      const pair = [luminance(getComputedStyle(each).color), luminance(ground(each))].sort((a, b) => b - a);
      return [each.className + ' ' + each.textContent.slice(0, 30), (pair[0] + 0.05) / (pair[1] + 0.05)];
    })
    .filter(([, ratio]) => ratio < 4.5);
})()`;

for (const scheme of ['light', 'dark'])
  test(`texts stand out from what is behind them, ${scheme}`, async () => {
    const tab = await opened();
    await tab.call('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme }] });
    const isDark = await tab.ask(`getComputedStyle(document.body).backgroundColor !== 'rgb(255, 255, 255)'`);
    assert.equal(isDark, scheme === 'dark');
    assert.deepEqual(await tab.ask(faint), []);
  });
