import { describe, expect, it } from 'vitest';
import { attach, deviceAddress, makeNetwork, on, serve } from '../engine/network/network-fixture.ts';
import { makeSystem, words } from './practice-system.ts';
import type { Running } from './practice-system.ts';

/** Two services on one bridge, a third on another. */
function device() {
  const network = makeNetwork();
  network.createNetwork({ name: '1_default' });
  network.createNetwork({ name: '1_other' });
  const frontend = attach(network, 'frontend', {
    networks: on('frontend', '1_default'),
    publishedPorts: [{ hostAddress: '0.0.0.0', hostPort: 80, containerPort: 80, protocol: 'tcp' }],
  });
  const backend = attach(network, 'backend', { networks: on('backend', '1_default') });
  const lonely = attach(network, 'lonely', { networks: on('lonely', '1_other') });
  return { network, frontend, backend, lonely };
}

/** Output until the text is in it. */
async function until({ stdout, stderr }: Running, text: string): Promise<void> {
  let seen = '';
  await new Promise<void>((resolve) => {
    for (const stream of [stdout, stderr])
      stream.on('data', (data: Buffer) => {
        seen += data.toString();
        if (seen.includes(text)) resolve();
      });
  });
}

describe('nc', () => {
  it('listens for a connection, talks both ways, and ends with it', async () => {
    const { frontend, backend } = device();
    const server = makeSystem({}, { network: backend.namespace });
    const client = makeSystem({}, { network: frontend.namespace });
    const listening = await server.start(words('nc -lv 1234'));
    await until(listening, 'Listening on 0.0.0.0 1234\n');
    expect((await server.run(words('ss -tlnp'))).stdout).toMatch(/0\.0\.0\.0:1234 .*users:\(\("nc",pid=\d+,fd=3\)\)/);
    listening.stdin.end('answer\n');
    const received = until(listening, 'question\n');
    expect(await client.run(words('nc backend 1234'), { input: 'question\n' })).toEqual({ stdout: 'answer\n', stderr: '', code: 0 });
    await received;
    expect(await listening.process.exited).toEqual({ code: 0 });
    expect((await client.run(words('nc -zv backend 1234'))).stderr).toContain('failed: Connection refused');
  });

  it('keeps listening with -k, and frees the port when it is killed', async () => {
    const { frontend, backend } = device();
    const server = makeSystem({}, { network: backend.namespace });
    const client = makeSystem({}, { network: frontend.namespace });
    const listening = await server.start(words('nc -lkv -p 1234'));
    await until(listening, 'Listening');
    for (const text of ['one\n', 'two\n']) {
      const received = until(listening, text);
      await client.run(words('nc backend 1234'), { input: text });
      await received;
    }
    expect(await server.run(words('nc -l 1234'))).toMatchObject({ stderr: 'nc: Address already in use\n', code: 1 });
    listening.process.signal('SIGTERM');
    await listening.process.exited;
    await expect.poll(() => backend.namespace.listeners?.()).toEqual([]);
  });
});

describe('ping', () => {
  it('reaches what routes reach, whatever listens there, and tells no connection', async () => {
    const { network, frontend, lonely } = device();
    const events: unknown[] = [];
    network.onConnection((event) => events.push(event));
    const { run } = makeSystem({}, { network: frontend.namespace });
    expect((await run(words('ping -c 1 backend'))).stdout).toContain('64 bytes from backend (172.17.0.3): icmp_seq=1');
    expect((await run(words(`ping -c 1 ${deviceAddress}`))).code).toBe(0);
    const silent = await run(words(`ping -c 1 -W 0.05 ${lonely.addresses[0]?.address ?? ''}`));
    expect(silent.stdout).toContain('1 packets transmitted, 0 received, 100% packet loss');
    expect((await run(words('ping -c 1 172.17.0.99'))).stdout).toContain('Destination Host Unreachable');
    expect((await run(words('ping -c 1 93.184.215.14'))).stderr).toBe('ping: connect: Network is unreachable\n');
    expect(events).toEqual([]);
  });
});

describe('what a container and the host OS see', () => {
  it('is their own interfaces and routes', async () => {
    const { network, frontend } = device();
    const inside = makeSystem({}, { network: frontend.namespace });
    expect((await inside.run(words('ip -br a'))).stdout).toBe(
      'lo               UNKNOWN        127.0.0.1/8 \neth0             UP             172.17.0.2/16 \n',
    );
    expect((await inside.run(words('ip route'))).stdout).toBe(
      'default via 172.17.0.1 dev eth0 \n172.17.0.0/16 dev eth0 proto kernel scope link src 172.17.0.2 \n',
    );
    expect((await inside.run(words('ip link show eth0'))).stdout).toContain('link/ether 02:42:ac:11:00:02 ');
    const host = makeSystem({}, { network: network.host });
    const [first, second] = network.networks().filter(({ name }) => name.startsWith('1_'));
    expect((await host.run(words('ip route'))).stdout).toBe(
      [
        '10.42.0.0/16 dev eth0 proto kernel scope link src 10.42.0.7 ',
        '10.114.101.0/24 dev balena0 proto kernel scope link src 10.114.101.1 ',
        `172.17.0.0/16 dev ${first?.bridge ?? ''} proto kernel scope link src 172.17.0.1 `,
        `172.18.0.0/16 dev ${second?.bridge ?? ''} proto kernel scope link src 172.18.0.1 `,
        '',
      ].join('\n'),
    );
    expect((await host.run(words('ip route get 172.17.0.2'))).stdout).toContain(`172.17.0.2 dev ${first?.bridge ?? ''} src 172.17.0.1`);
    expect((await host.run(words('ip -br link show type bridge'))).stdout).not.toContain('eth0');
    expect(await inside.run(words('ip route get 93.184.215.14'))).toMatchObject({ code: 0 });
    expect(await host.run(words('ip route get 93.184.215.14'))).toEqual({
      stdout: '',
      stderr: 'RTNETLINK answers: Network is unreachable\n',
      code: 2,
    });
  });

  it('is the names of their network', async () => {
    const { network, frontend } = device();
    const inside = makeSystem({ '/etc/resolv.conf': frontend.resolvConf }, { network: frontend.namespace });
    expect((await inside.run(words('getent hosts backend'))).stdout).toBe('172.17.0.3      backend\n');
    expect(await inside.run(words('getent hosts lonely'))).toMatchObject({ code: 2 });
    expect((await inside.run(words('nslookup backend'))).stdout).toContain('Server:\t\t127.0.0.11\n');
    expect(await makeSystem({}, { network: network.host }).run(words('getent hosts backend'))).toMatchObject({ code: 2 });
  });

  it('is the ports that are open, the published ones on the host', async () => {
    const { network, backend } = device();
    serve(backend.namespace, 'backend', { address: '127.0.0.1', port: 5432 });
    expect((await makeSystem({}, { network: backend.namespace }).run(words('netstat -ltn'))).stdout).toMatch(
      /tcp +0 +0 127\.0\.0\.1:5432 /,
    );
    expect((await makeSystem({}, { network: network.host }).run(words('ss -ltn'))).stdout).toMatch(/LISTEN +0 +\d+ +0\.0\.0\.0:80 /);
  });

  it('is an HTTP service at its name, for curl and wget', async () => {
    const { frontend, backend } = device();
    backend.namespace.listen?.({ port: 1234 }, (connection) => {
      connection.once('data', () => connection.end('HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nthere'));
    });
    const { run } = makeSystem({}, { network: frontend.namespace });
    expect(await run(words('curl -s http://backend:1234/data'))).toEqual({ stdout: 'there', stderr: '', code: 0 });
    expect(await run(words('wget -qO- http://backend:1234/data'))).toEqual({ stdout: 'there', stderr: '', code: 0 });
    expect(await run(words('curl -sS http://lonely/'))).toMatchObject({ code: 6 });
    expect((await run(words('curl -sS --max-time 0.05 http://172.18.0.2/'))).code).toBe(28);
  });
});
