import { request as httpRequest } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FleetlabError } from '../../../../src/shared/errors.ts';
import { startCloud } from '../support/start-cloud.ts';
import type { StartedCloud } from '../support/start-cloud.ts';

let started: StartedCloud;

beforeEach(async () => {
  started = await startCloud({
    routes: [
      {
        prefix: '/practice/v1/',
        handle: ({ method, path, body }) => {
          if (path === 'broken') throw new FleetlabError('no-checkpoint', 'There is no such checkpoint.', 'Save one first.');
          return Promise.resolve({ status: 200, json: { method, path, body: body === undefined ? null : JSON.stringify(body) } });
        },
      },
    ],
  });
});
afterEach(() => started.close());

/** `fetch` sets Host by itself; a hostile name needs the bare client. */
function statusWith(headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    httpRequest(`${started.cloud.apiUrl}/actor/v1/whoami`, { headers: { authorization: `Bearer ${started.cloud.token}`, ...headers } })
      .on('response', (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      })
      .on('error', reject)
      .end();
  });
}

describe('the API', () => {
  it('answers requests to this machine only, and none of another web page', async () => {
    const { host } = new URL(started.cloud.apiUrl);
    expect(await statusWith({})).toBe(200);
    expect(await statusWith({ host: host.replace('127.0.0.1', 'localhost') })).toBe(200);
    expect(await statusWith({ host: 'evil.example' })).toBe(403);
    expect(await statusWith({ host: `127.0.0.1.evil.example` })).toBe(403);
    expect(await statusWith({ origin: 'https://evil.example' })).toBe(403);
    expect(await statusWith({ origin: started.cloud.apiUrl })).toBe(200);
  });

  it('needs a token that it knows', async () => {
    expect((await started.request('/actor/v1/whoami', { headers: { authorization: '' } })).status).toBe(401);
    expect((await started.request('/v7/device', { headers: { authorization: 'Bearer wrong' } })).status).toBe(401);
    expect((await fetch(`${started.cloud.apiUrl}/v7/device?apikey=${started.cloud.token}`)).status).toBe(200);
  });

  it('says who one is, and signs in with the token as password', async () => {
    const whoami = (await (await started.request('/actor/v1/whoami')).json()) as Record<string, unknown>;
    expect(whoami).toMatchObject({ actorType: 'user', username: 'learner', email: 'learner@practice.localhost' });
    const login = (password: string) =>
      fetch(`${started.cloud.apiUrl}/login_`, {
        method: 'POST',
        body: JSON.stringify({ username: 'learner@practice.localhost', password }),
      });
    const accepted = await login(started.cloud.token);
    expect([accepted.status, await accepted.text()]).toEqual([200, started.cloud.token]);
    expect((await login('practice')).status).toBe(401);
  });

  it('knows API keys until they expire', async () => {
    const key = (await (await started.post('/api-key/user/full', { name: 'mine' })).json()) as string;
    const use = (token: string) => started.request('/actor/v1/whoami', { headers: { authorization: `Bearer ${token}` } });
    expect((await use(key)).status).toBe(200);
    const expired = (await (
      await started.post('/api-key/user/full', { name: 'old', expiryDate: '2020-01-01T00:00:00Z' })
    ).json()) as string;
    expect((await use(expired)).status).toBe(401);
    const keys = await started.get('/api_key?$orderby=id asc');
    expect(keys.map((row) => row['name'])).toEqual(['mine', 'old']);
    expect(JSON.stringify(keys)).not.toContain(key);
    await started.request(`/v7/api_key(${String(keys[0]?.['id'])})`, { method: 'DELETE' });
    expect((await use(key)).status).toBe(401);
  });

  it('answers what it has not in words', async () => {
    const unknown = await started.request('/v2/nothing');
    expect([unknown.status, await unknown.text()]).toEqual([404, 'GET /v2/nothing is not supported by the practice cloud.']);
    const resource = await started.request('/v7/toaster');
    expect([resource.status, await resource.text()]).toEqual([404, 'The practice cloud has no resource "toaster".']);
    expect((await started.request('/actor/v1/whoami', { method: 'DELETE' })).status).toBe(405);
    expect((await started.request('/v7/application', { method: 'POST', body: '{' })).status).toBe(400);
    expect((await started.request('/v7/application', { method: 'POST', body: `"${'x'.repeat(5_000_000)}"` })).status).toBe(413);
  });

  it('serves routes of other parts for the token only', async () => {
    const answer = await started.request('/practice/v1/checkpoints/start%202', { method: 'PUT', body: '{"a":1}' });
    expect(await answer.json()).toEqual({ method: 'PUT', path: 'checkpoints/start 2', body: '{"a":1}' });
    const refused = await started.request('/practice/v1/broken');
    expect([refused.status, await refused.json()]).toEqual([
      400,
      { code: 'no-checkpoint', message: 'There is no such checkpoint.', action: 'Save one first.' },
    ]);
    expect((await fetch(`${started.cloud.apiUrl}/practice/v1/checkpoints`)).status).toBe(401);
  });
});

describe('the page of balena login --web', () => {
  const page = (callback: string) => fetch(`${started.cloud.apiUrl}/login/cli/${encodeURIComponent(callback).replaceAll('%', '%25')}`);

  it('has one button that sends the token to the CLI on this machine', async () => {
    const response = await page('http://127.0.0.1:8989/auth');
    const html = await response.text();
    expect(response.status).toBe(200);
    expect(html).toContain('<form method="post" action="http://127.0.0.1:8989/auth">');
    expect(html).toContain(`<input type="hidden" name="token" value="${started.cloud.token}">`);
    expect(html.match(/<button/g)).toHaveLength(1);
    expect(response.headers.get('content-security-policy')).toMatch(
      /default-src 'none'.*form-action http:\/\/127\.0\.0\.1:8989; frame-ancestors 'none'/,
    );
  });

  it.each([
    'http://evil.example/auth',
    'https://127.0.0.1/auth',
    'http://127.0.0.1@evil.example/',
    'javascript:alert(1)',
    'nonsense',
    'http://user:a@127.0.0.1:1/',
  ])('gives no token to %s', async (callback) => {
    const response = await page(callback);
    expect(response.status).toBe(400);
    expect(await response.text()).not.toContain(started.cloud.token);
  });

  it('escapes what it is given', async () => {
    expect(await (await page('http://127.0.0.1:1/"><script>x</script>')).text()).not.toContain('<script>');
  });
});
