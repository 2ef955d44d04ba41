import type { Browser } from 'playwright-core';

/** A page that is driven without its traffic being listened to: playwright has each WebSocket message told, which costs more than showing it. */
export interface QuietPage {
  /** Runs a function in the page; it stands alone. Its answer must be data. Rejects with what it threw. */
  evaluate<Answer>(action: () => Answer | Promise<Answer>): Promise<Answer>;
  evaluate<Answer, Input>(action: (input: Input) => Answer | Promise<Answer>, input: Input): Promise<Answer>;
  /** Runs a script's text there. */
  run(script: string): Promise<void>;
  insertText(text: string): Promise<void>;
  press(key: Key): Promise<void>;
  send(method: string, parameters?: object): Promise<unknown>;
  close(): Promise<void>;
}

/** As the DevTools protocol's `Input.dispatchKeyEvent` wants it. `modifiers`: 2 is Ctrl. */
export interface Key {
  key: string;
  code: string;
  windowsVirtualKeyCode: number;
  text?: string;
  modifiers?: number;
}

export const enterKey: Key = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13, text: '\r' };
export const interruptKey: Key = { key: 'c', code: 'KeyC', windowsVirtualKeyCode: 67, modifiers: 2 };

export function letterKey(letter: string): Key {
  const upper = letter.toUpperCase();
  return { key: letter, code: `Key${upper}`, windowsVirtualKeyCode: upper.charCodeAt(0), text: letter };
}

interface Message {
  id?: number;
  result?: unknown;
  error?: { message: string };
}

/** Opens one in a browser context of its own, which playwright does not attach to. `before` runs in it ahead of its own scripts. */
export async function openQuietPage(browser: Browser, url: string, before: () => void): Promise<QuietPage> {
  const session = await browser.newBrowserCDPSession();
  const { browserContextId } = await session.send('Target.createBrowserContext');
  const { targetId } = await session.send('Target.createTarget', { url: 'about:blank', browserContextId, width: 1280, height: 720 });
  const { sessionId } = await session.send('Target.attachToTarget', { targetId, flatten: false });
  const open = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let nextId = 1;
  session.on('Target.receivedMessageFromTarget', (event) => {
    if (event.sessionId !== sessionId) return;
    const { id, result, error } = JSON.parse(event.message) as Message;
    const call = open.get(id ?? 0);
    open.delete(id ?? 0);
    if (error === undefined) call?.resolve(result);
    else call?.reject(new Error(error.message));
  });

  async function send(method: string, parameters: object = {}): Promise<unknown> {
    const id = nextId++;
    const answer = new Promise<unknown>((resolve, reject) => open.set(id, { resolve, reject }));
    await session.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method, params: parameters }) });
    return answer;
  }

  async function evaluateText(expression: string): Promise<unknown> {
    const { result, exceptionDetails } = (await send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true })) as {
      result: { value?: unknown };
      exceptionDetails?: { text: string; exception?: { description?: string } };
    };
    if (exceptionDetails !== undefined) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  await send('Page.enable');
  await send('Emulation.setDeviceMetricsOverride', { width: 1280, height: 720, deviceScaleFactor: 1, mobile: false });
  await send('Page.addScriptToEvaluateOnNewDocument', { source: `(${before.toString()})()` });
  await send('Page.navigate', { url });
  return {
    evaluate: <Answer>(action: (input: never) => Answer | Promise<Answer>, input?: unknown) =>
      evaluateText(`(${action.toString()})(${input === undefined ? '' : JSON.stringify(input)})`) as Promise<Answer>,
    async run(script) {
      await evaluateText(`${script}\n;undefined`);
    },
    async insertText(text) {
      await send('Input.insertText', { text });
    },
    async press(key) {
      await send('Input.dispatchKeyEvent', { type: key.text === undefined ? 'rawKeyDown' : 'keyDown', ...key });
      await send('Input.dispatchKeyEvent', { type: 'keyUp', ...key, text: undefined });
    },
    send,
    async close() {
      await session.send('Target.disposeBrowserContext', { browserContextId });
      await session.detach();
    },
  };
}
