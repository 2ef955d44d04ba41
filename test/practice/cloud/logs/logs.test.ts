import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLogStore, keptLines } from '../../../../src/practice/cloud/logs/log-store.ts';
import type { StoredLine } from '../../../../src/practice/cloud/logs/log-store.ts';
import { eventually, startCloud } from '../support/start-cloud.ts';
import type { StartedCloud } from '../support/start-cloud.ts';

let started: StartedCloud;
let path: string;

beforeEach(async () => {
  started = await startCloud();
  await started.register(await started.createFleet());
  path = `/device/v2/${started.device.uuid}/logs`;
});
afterEach(() => started.close());

function write(message: string, timestamp = 1_700_000_000_000): void {
  started.cloud.asSeenByDevice.log(started.device.uuid, { timestamp, message, isSystem: false, isError: true, serviceId: 7 });
}

const history = async (query = '') => ((await (await started.request(path + query)).json()) as StoredLine[]).map(({ message }) => message);

/** Reads the stream until the work says that it is enough. */
async function followed(query: string, isEnough: (lines: string[]) => boolean, during: () => void): Promise<string[]> {
  const abort = new AbortController();
  const response = await started.request(`${path}?stream=1${query}`, { signal: abort.signal });
  expect(response.headers.get('content-type')).toBe('application/x-ndjson');
  const lines: string[] = [];
  const reading = (async () => {
    let rest = '';
    for await (const chunk of response.body ?? []) {
      rest += Buffer.from(chunk as Uint8Array).toString();
      const parts = rest.split('\n');
      rest = parts.pop() ?? '';
      lines.push(...parts.filter((one) => one !== '').map((one) => (JSON.parse(one) as StoredLine).message));
    }
  })().catch(() => undefined);
  during();
  await eventually('the lines', () => (isEnough(lines) ? true : undefined));
  abort.abort();
  await reading;
  return lines;
}

describe('the log of a device', () => {
  it('is answered with everything that the CLI shows', async () => {
    write('hello');
    expect(await (await started.request(path)).json()).toEqual([
      {
        timestamp: 1_700_000_000_000,
        createdAt: expect.any(Number) as number,
        message: 'hello',
        isSystem: false,
        isStdErr: true,
        serviceId: 7,
      },
    ]);
  });

  it('can be cut by number and by time', async () => {
    for (let index = 1; index <= 5; index += 1) write(String(index), index * 1000);
    expect(await history('?count=2')).toEqual(['4', '5']);
    expect(await history('?count=all&start=3000')).toEqual(['3', '4', '5']);
    expect(await history(`?start=${encodeURIComponent(new Date(4000).toISOString())}`)).toEqual(['4', '5']);
    expect((await started.request(`${path}?count=many`)).status).toBe(400);
    expect((await started.request(`${path}?start=never`)).status).toBe(400);
    expect((await started.request('/device/v2/bbbb/logs')).status).toBe(404);
  });

  it('is followed: the history that was asked for, then each line as it comes', async () => {
    for (const message of ['a', 'b', 'c']) write(message);
    const lines = await followed(
      '&count=2',
      (all) => all.includes('e'),
      () => {
        write('d');
        write('e');
      },
    );
    expect(lines).toEqual(['b', 'c', 'd', 'e']);
    const fresh = await followed(
      '',
      (all) => all.includes('f'),
      () => write('f'),
    );
    expect(fresh).toEqual(['f']);
  });

  it('keeps the last lines, and those of one device only', () => {
    const store = createLogStore();
    for (let index = 0; index < keptLines * 2.5; index += 1)
      store.append('one', { timestamp: index, message: String(index), isSystem: true, isError: false });
    store.append('two', { timestamp: 0, message: 'other', isSystem: true, isError: false });
    const lines = store.history('one', { count: 5_000 });
    expect(lines).toHaveLength(keptLines);
    expect(lines.at(-1)?.message).toBe(String(keptLines * 2.5 - 1));
    expect(store.snapshot()['one']).toEqual(lines);
    expect(store.history('two').map(({ message }) => message)).toEqual(['other']);
  });

  it('goes with its device', async () => {
    write('hello');
    await started.request(`/v7/device(uuid='${started.device.uuid}')`, { method: 'DELETE' });
    expect((started.cloud.snapshot() as { logs: object }).logs).toEqual({});
  });
});
