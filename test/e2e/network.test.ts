import { mkdir, writeFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { eventually } from './support/processes.ts';
import { takeSeat, type Seat } from './support/seat.ts';

const compose = `version: '2.1'
networks:
  front: {}
  back: {}
services:
  frontend:
    build: ./service
    command: node index.js 80
    ports: ['80:80']
    networks: [front]
  backend:
    build: ./service
    command: node index.js 1234
    expose: ['1234']
    networks: [back]
  hosted:
    build: ./service
    command: node index.js 9100
    network_mode: host
  ended:
    build: ./service
    command: node -e 1
    restart: 'no'
    ports: ['9000:9000']
    networks: [front]
`;
const program = `require('node:http').createServer((request, response) => response.end('Hello\\n')).listen(Number(process.argv[2]));\n`;

/** What travels in the Network view of the real app, while the machine's own curl and a service ask the device for things. */
describe('the Network view and curl in the terminal', () => {
  let seat: Seat;
  let page: Page;

  const keyboard = () => page.getByRole('region', { name: 'Terminal' }).locator('.terminal-panel textarea.xterm-helper-textarea').last();
  const isIdle = () =>
    page
      .getByRole('region', { name: 'Terminal' })
      .getByRole('tab', { selected: true })
      .getByLabel('running')
      .waitFor({ state: 'detached', timeout: 120_000 });
  const asText = () => page.getByRole('list', { name: 'Network as text' }).innerText();
  const connections = () => page.getByRole('list', { name: 'Connections' }).getByRole('button').count();

  async function type(line: string): Promise<void> {
    await keyboard().focus();
    await page.keyboard.type(`${line}\n`);
    await page.waitForTimeout(400);
    await isIdle();
  }

  beforeAll(async () => {
    seat = await takeSeat();
    const { screen, place } = seat;
    page = seat.page;
    await mkdir(place('project', 'service'), { recursive: true });
    await writeFile(place('project', 'docker-compose.yml'), compose);
    await writeFile(place('project', 'service', 'Dockerfile'), 'FROM node:lts-trixie-slim\nWORKDIR /usr/src/app\nCOPY index.js ./\n');
    await writeFile(place('project', 'service', 'index.js'), program);
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    await screen.begin();
    await screen.lesson.waitFor();
    await keyboard().waitFor({ state: 'attached' });
    await eventually('a prompt', async () => (/[$#%>❯]\s*$/.test((await screen.terminalText()).trim()) ? true : undefined));
    await type('balena login --token "$PRACTICE_TOKEN"');
    await type('balena fleet create Net --type generic-amd64');
    await page.getByRole('tab', { name: 'Device' }).click();
    await page.getByRole('button', { name: 'Join fleet…' }).click();
    await page.getByRole('button', { name: 'Join Net' }).click();
    await page.getByRole('tab', { name: 'Network' }).click();
    await type(`balena push Net --source ${place('project')}`);
    await eventually('the services in the view', async () => {
      const text = await asText();
      return /Service frontend: state running[\s\S]*listens on 80/.test(text) &&
        /Service hosted: state running[\s\S]*9100/.test(text) &&
        /Service ended: state stopped/.test(text)
        ? true
        : undefined;
    });
    // When packets are seen, by the clock that the device's connections have.
    await page.evaluate(() => {
      new MutationObserver((records) => {
        for (const { addedNodes } of records)
          for (const node of addedNodes)
            if (node instanceof HTMLElement && node.classList.contains('net-packet'))
              document.documentElement.dataset['late'] = String(Date.now() - Number(node.dataset['time']));
      }).observe(document.body, { subtree: true, childList: true });
    });
  });

  afterAll(() => seat.leave());

  const laptop = [
    ['published', 'curl -s http://10.42.0.7/', 'delivered', /^service frontend$/],
    ['unpublished', 'curl http://10.42.0.7:1234/', 'refused', /^$/],
    ['host mode', 'curl -s http://10.42.0.7:9100/', 'delivered', /^service hosted$/],
    ['unknown name', 'curl http://backend:1234/', 'unresolved', /^$/],
    ['stopped service', 'curl -s http://10.42.0.7:9000/', 'refused', /^service ended$/],
  ] as const;

  it.each(laptop)('%s: %s is %s', async (_situation, command, verdict, target) => {
    const before = await connections();
    await type(command);
    await eventually('the connection in the list', async () => ((await connections()) > before ? true : undefined));
    await arrives(verdict, target);
  });

  it.each([
    ['another bridge by name', 'backend', 'unresolved'],
    ['another bridge by address', 'address', 'timeout'],
  ])('%s, from a service', async (_situation, wanted, verdict) => {
    const address = /backend at ([\d.]+)/.exec(await asText())?.[1] ?? '';
    const before = await connections();
    const host = wanted === 'address' ? address : wanted;
    await type(
      `echo "node -e 'fetch(\\"http://${host}:1234\\").catch(() => 0)'" | balena device ssh $(balena device list --json | grep -o '"uuid": *"[0-9a-f]*"' | cut -d'"' -f4) frontend`,
    );
    await eventually('the connection in the list', async () => ((await connections()) > before ? true : undefined));
    await arrives(verdict, /^$/);
  });

  async function arrives(verdict: string, target: RegExp): Promise<void> {
    await eventually(`the verdict ${verdict}`, async () => {
      const trace = page.locator('.net-trace');
      return (await trace.count()) === 1 &&
        (await trace.getAttribute('data-verdict')) === verdict &&
        target.test((await trace.getAttribute('data-target')) ?? '') &&
        // The sentence may come a moment after the trace.
        (await page.locator('.net-verdict').getAttribute('data-verdict')) === verdict
        ? true
        : undefined;
    });
    const late = await page.evaluate(() => document.documentElement.dataset['late']);
    // One that does not resolve never leaves its source.
    if (late !== undefined) console.log(`${verdict}: the packet was on its way ${late} ms after the connection`);
    await page.evaluate(() => delete document.documentElement.dataset['late']);
  }
});
