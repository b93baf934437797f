// Drives a headless Chromium through the pipe of its DevTools protocol. It has a profile of its own and ends with the tests.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers';

const quiet = [
  '--headless',
  '--disable-gpu',
  '--hide-scrollbars',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--no-default-browser-check',
  '--remote-debugging-pipe',
];

/** So long, in milliseconds, an answer may take on a busy machine. */
const patience = 20_000;

/** Starts the browser. */
export const startChromium = async () => {
  const profile = await mkdtemp(path.join(tmpdir(), 'oidc-factory-chromium-'));
  // Chromium's own sandbox does not work for root, as whom containers run.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const chromium = spawn(process.env.CHROMIUM ?? 'chromium', [...quiet, ...sandbox, `--user-data-dir=${profile}`], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
  });
  const [, , , to, from] = chromium.stdio;
  const waiting = new Map();
  const listeners = new Set();
  let [last, rest] = [0, ''];
  from.setEncoding('utf8');
  from.on('data', (text) => {
    const messages = `${rest}${text}`.split('\0');
    rest = messages.pop() ?? '';
    for (const message of messages.map((each) => JSON.parse(each))) {
      if (message.id === undefined) for (const listener of listeners) listener(message);
      else {
        const { resolve, reject } = waiting.get(message.id);
        waiting.delete(message.id);
        if (message.error === undefined) resolve(message.result);
        else reject(new Error(message.error.message));
      }
    }
  });
  const send = (method, params = {}, sessionId = undefined) =>
    new Promise((resolve, reject) => {
      last += 1;
      waiting.set(last, { resolve, reject });
      setTimeout(
        () => reject(new Error(`No answer to ${method} ${JSON.stringify(params).slice(0, 200)}`)),
        10_000,
      ).unref();
      to.write(`${JSON.stringify({ id: last, method, params, sessionId })}\0`);
    });
  return {
    /** Opens a tab that remembers what it complains of and what it asks the network for. */
    openTab: async () => {
      const { targetId } = await send('Target.createTarget', { url: 'about:blank' });
      const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true });
      const call = (method, params) => send(method, params, sessionId);
      const complaints = [];
      const requests = [];
      const loaded = new Set();
      listeners.add(({ method, params, sessionId: of }) => {
        if (of !== sessionId) return;
        if (method === 'Runtime.exceptionThrown') complaints.push(params.exceptionDetails.exception?.description);
        if (method === 'Runtime.consoleAPICalled') complaints.push(params.args.map(({ value }) => value).join(' '));
        if (method === 'Log.entryAdded') complaints.push(params.entry.text);
        if (method === 'Network.requestWillBeSent') requests.push(params.request.url);
        if (method === 'Page.loadEventFired') for (const resolve of loaded) resolve();
      });
      for (const domain of ['Runtime', 'Log', 'Network', 'Page']) await call(`${domain}.enable`);
      // A tab behind another one gets no keys.
      await call('Page.bringToFront');
      await call('Emulation.setFocusEmulationEnabled', { enabled: true });
      /** What an expression comes to in the page. */
      const ask = async (expression) => {
        const { result, exceptionDetails } = await call('Runtime.evaluate', {
          expression,
          awaitPromise: true,
          returnByValue: true,
          allowUnsafeEvalBlockedByCSP: false,
        });
        if (exceptionDetails !== undefined) throw new Error(exceptionDetails.exception.description);
        return result.value;
      };
      return {
        call,
        ask,
        complaints,
        requests,
        open: async (url) => {
          const isLoaded = new Promise((resolve) => loaded.add(resolve));
          await call('Page.navigate', { url });
          await isLoaded;
          loaded.clear();
        },
        /** Asks until an expression is true. */
        until: async (expression) => {
          const end = performance.now() + patience;
          while ((await ask(expression)) !== true)
            if (performance.now() > end) throw new Error(`It never became true: ${expression}`);
        },
      };
    },
    stop: async () => {
      const hasEnded = once(chromium, 'exit');
      await send('Browser.close');
      await hasEnded;
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
};
