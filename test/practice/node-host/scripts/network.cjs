// Connections, servers and what is built on them, each told in one line. The key protects nothing.
const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg6VgpWW1rhWJNe+Cm
QMZqKnzucR2NoxzqBzRFJI2Y1FehRANCAAScwLvWkIgQnd1yoOiaMakSR0FtVqkz
G+QUHd5puqnY6rywF/1oERdWMubQ7gyOzzua276wT7ZvZL/78q4GvKmW
-----END PRIVATE KEY-----
`;
const CERT = `-----BEGIN CERTIFICATE-----
MIIBfjCCASWgAwIBAgIUboZFIDGiWg+RtsweGZ44Pf1qRZ8wCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMzA5NDk1MloYDzIxMjYxMDMw
MDk0OTUyWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAScwLvWkIgQnd1yoOiaMakSR0FtVqkzG+QUHd5puqnY6rywF/1oERdW
MubQ7gyOzzua276wT7ZvZL/78q4GvKmWo1MwUTAdBgNVHQ4EFgQUTK1aFYuK2nqY
bF1aup+3zJuVp50wHwYDVR0jBBgwFoAUTK1aFYuK2nqYbF1aup+3zJuVp50wDwYD
VR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNHADBEAiBG0rdMiddkMw2oeZNGlyyn
E2cFrgkHUPKq7tWbQ1TdQQIgR8//stx+t38b/MVvLXPBvyqsYB9+lU3PlGvB61mg
IuQ=
-----END CERTIFICATE-----
`;
const net = require('node:net'),
  http = require('node:http'),
  dns = require('node:dns'),
  { once } = require('node:events'),
  tls = require('tls');
const show = (name, v) => console.log(name, JSON.stringify(v === undefined ? null : v).replaceAll(process.argv[2], 'PORT'));
const err = (e) => ({
  n: e.name,
  m: e.message.replaceAll(String(P), 'PORT').replaceAll(String(P + 2), 'PORT2'),
  code: e.code,
  errno: e.errno,
  syscall: e.syscall,
  address: e.address,
  port: typeof e.port,
  hostname: e.hostname,
  keys: Object.keys(e),
});
async function t(name, f) {
  try {
    show(name, await Promise.race([f(), new Promise((_, r) => setTimeout(() => r(new Error('TIMEOUT')), 5000).unref())]));
  } catch (e) {
    show(name + ' !', { ...err(e), cause: e.cause && err(e.cause) });
  }
}
const P = Number(process.argv[2]);
(async () => {
  await t('refused', () => new Promise((_, r) => net.connect(P, '127.0.0.1').on('error', r)));
  await t('refused localhost4', () => new Promise((_, r) => net.connect({ port: P, host: 'localhost', family: 4 }).on('error', r)));
  await t('fetch refused', () => fetch(`http://127.0.0.1:${P}/`));
  await t('http refused', () => new Promise((_, r) => http.get(`http://127.0.0.1:${P}/`).on('error', r)));
  const s = net.createServer((c) => c.pipe(c));
  s.listen(P);
  await once(s, 'listening');
  await t('address', () => s.address());
  await t('inuse', () => new Promise((_, r) => net.createServer().listen(P).on('error', r)));
  await t('inuse4', () => new Promise((_, r) => net.createServer().listen(P, '127.0.0.1').on('error', r)));
  await t('notavail', () => new Promise((_, r) => net.createServer().listen(P, '9.9.9.9').on('error', r)));
  await t('listen twice', () => {
    try {
      s.listen(P + 1);
    } catch (e) {
      return [e.code, e.message];
    }
  });
  await t('echo', async () => {
    const c = net.connect(P, '127.0.0.1');
    await once(c, 'connect');
    const info = [c.remoteAddress, c.remotePort, c.remoteFamily, c.localAddress, typeof c.localPort, c.readyState, c.connecting, c.pending];
    c.write('abc');
    c.end('def');
    let o = '';
    c.setEncoding('utf8');
    for await (const d of c) o += d;
    return [info, o, c.bytesRead, c.bytesWritten, c.destroyed];
  });
  await t('server peer', async () => {
    const p = once(s, 'connection');
    const c = net.connect(P, '127.0.0.1');
    const [k] = await p;
    const r = [k.remoteAddress, k.localAddress, k.localPort, k.remoteFamily];
    c.destroy();
    await once(k, 'close');
    return r;
  });
  await t('connections', () => new Promise((r) => s.getConnections((e, n) => r(n))));
  await t('half open', async () => {
    const h = net
      .createServer({ allowHalfOpen: true }, (c) => {
        c.resume();
        c.on('end', () => setTimeout(() => c.end('late'), 30));
      })
      .listen(0, '127.0.0.1');
    await once(h, 'listening');
    const a = h.address();
    const c = net.connect({ port: a.port, host: '127.0.0.1', allowHalfOpen: true });
    c.end('x');
    let o = '';
    for await (const d of c) o += d;
    h.close();
    return [o, a.address, a.port > 0, a.family];
  });
  await t('big', async () => {
    const b = Buffer.alloc(3_000_000, 'z');
    const c = net.connect(P, '127.0.0.1');
    let n = 0;
    c.on('data', (d) => (n += d.length));
    c.end(b);
    await once(c, 'end');
    return n;
  });
  await t('destroy', async () => {
    const c = net.connect(P, '127.0.0.1');
    await once(c, 'connect');
    c.destroy();
    await once(c, 'close');
    return c.destroyed;
  });
  await t('timeout', async () => {
    const c = net.connect(P, '127.0.0.1');
    c.setTimeout(50);
    await once(c, 'timeout');
    c.destroy();
    return 'timeout';
  });
  await t('close', async () => {
    s.close();
    await once(s, 'close');
    return s.listening;
  });
  await t(
    'write after end',
    () =>
      new Promise((res, r) => {
        const q = net.createServer().listen(P + 2, '127.0.0.1', () => {
          const c = net.connect(P + 2, '127.0.0.1');
          c.end();
          c.write('x', (e) => {
            q.close();
            r(e);
          });
          c.on('error', () => {});
        });
      }),
  );
  const hs = http
    .createServer(async (q, w) => {
      if (q.url === '/hang') return;
      if (q.url === '/kill') return q.socket.destroy();
      if (q.url === '/reset') return q.socket.resetAndDestroy();
      let n = 0;
      for await (const d of q) n += d.length;
      w.setHeader('x-n', n);
      w.end(q.method + ' ' + q.url + ' ' + q.httpVersion + ' ' + q.headers.host);
    })
    .listen(P);
  await once(hs, 'listening');
  await t('fetch', async () => {
    const r = await fetch(`http://127.0.0.1:${P}/a?b=1`);
    return [r.status, await r.text(), r.headers.get('connection')];
  });
  await t('post', async () => {
    const r = await fetch(`http://127.0.0.1:${P}/p`, { method: 'POST', body: 'x'.repeat(200000) });
    return [r.headers.get('x-n')];
  });
  await t('keepalive', async () => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    const ports = new Set();
    for (let i = 0; i < 3; i++)
      await new Promise((r) =>
        http.get({ port: P, host: '127.0.0.1', agent }, (m) => {
          ports.add(m.socket.localPort);
          m.resume().on('end', r);
        }),
      );
    agent.destroy();
    return ports.size;
  });
  await t('hang up', () => new Promise((_, r) => http.get(`http://127.0.0.1:${P}/kill`).on('error', r)));
  await t(
    'reset',
    () =>
      new Promise((_, r) =>
        http.get(`http://127.0.0.1:${P}/reset`).on('error', (e) => r(new Error(['ECONNRESET'].includes(e.code) ? 'reset' : e.code))),
      ),
  );
  await t('fetch hang up', () => fetch(`http://127.0.0.1:${P}/kill`));
  await t('abort', () => fetch(`http://127.0.0.1:${P}/hang`, { signal: AbortSignal.timeout(50) }));
  await t(
    'http timeout',
    () =>
      new Promise((res) => {
        const q = http.get(`http://127.0.0.1:${P}/hang`, { timeout: 50 });
        q.on('timeout', () => {
          q.destroy();
          res('timeout');
        });
        q.on('error', () => {});
      }),
  );
  hs.closeAllConnections();
  await t('hs close', () => new Promise((r) => hs.close(() => r('closed'))));
  await t('tls', async () => {
    const key = KEY,
      cert = CERT;
    const ts = tls.createServer({ key, cert }, (c) => c.end('secret')).listen(P);
    await once(ts, 'listening');
    const c = tls.connect({ port: P, host: '127.0.0.1', rejectUnauthorized: false });
    let o = '';
    for await (const d of c) o += d;
    ts.close();
    return [o, c.authorizationError?.code ?? c.authorizationError, c.encrypted];
  });
  await t('https', async () => {
    const https = require('https');
    const ts = https.createServer({ key: KEY, cert: CERT }, (q, w) => w.end('https ' + q.url)).listen(P);
    await once(ts, 'listening');
    const r = await new Promise((res, rej) =>
      https
        .get({ port: P, host: '127.0.0.1', rejectUnauthorized: false, path: '/s' }, (m) => {
          let o = '';
          m.on('data', (d) => (o += d)).on('end', () => res(o));
        })
        .on('error', rej),
    );
    ts.closeAllConnections();
    ts.close();
    return r;
  });
  await t('http2', async () => {
    const h2 = require('http2');
    const q = h2.createServer((a, b) => b.end('h2 ' + a.url)).listen(P);
    await once(q, 'listening');
    const c = h2.connect(`http://127.0.0.1:${P}`);
    const r = c.request({ ':path': '/z' });
    let o = '';
    r.setEncoding('utf8');
    for await (const d of r) o += d;
    c.close();
    q.close();
    return o;
  });
  await t('h2s', async () => {
    const h2 = require('http2');
    const q = h2.createSecureServer({ key: KEY, cert: CERT }, (a, b) => b.end('h2s ' + a.url)).listen(P);
    await once(q, 'listening');
    const c = h2.connect(`https://127.0.0.1:${P}`, { rejectUnauthorized: false });
    const r = c.request({ ':path': '/z' });
    let o = '';
    r.setEncoding('utf8');
    for await (const d of r) o += d;
    c.close();
    q.close();
    return o;
  });
  await t('websocket', async () => {
    const q = http.createServer().listen(P);
    q.on('upgrade', (r, c) => {
      const k = require('crypto')
        .createHash('sha1')
        .update(r.headers['sec-websocket-key'] + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11')
        .digest('base64');
      c.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${k}\r\n\r\n`);
      c.write(Buffer.from([0x81, 2, 104, 105]));
      c.on('data', () => c.end());
    });
    await once(q, 'listening');
    const w = new WebSocket(`ws://127.0.0.1:${P}`);
    const m = await new Promise((r, j) => {
      w.onmessage = (e) => r(e.data);
      w.onerror = (e) => j(e.error ?? new Error('ws'));
    });
    w.close();
    q.closeAllConnections();
    q.close();
    return m;
  });
  await t('lookup localhost', () => dns.promises.lookup('localhost', { family: 4 }));
  await t('lookup ip', () => dns.promises.lookup('1.2.3.4'));
  await t('lookup cb', () => new Promise((r) => dns.lookup('127.0.0.1', (e, a, f) => r([a, f]))));
  await t('bad port', () => net.connect(99999));
  await t('unref', () => {
    const u = net.createServer().listen(0);
    u.unref();
    return 'ok';
  });
  await t('abort listen', async () => {
    const c = new AbortController();
    const x = net.createServer().listen({ port: 0, signal: c.signal });
    await once(x, 'listening');
    c.abort();
    await once(x, 'close');
    return 'closed';
  });
  await t('blocklist', async () => {
    const b = new net.BlockList();
    b.addAddress('127.0.0.1');
    const x = net.createServer({ blockList: b }).listen(P, '127.0.0.1');
    await once(x, 'listening');
    const c = net.connect(P, '127.0.0.1');
    c.on('error', () => {});
    await once(c, 'close');
    x.close();
    return 'blocked';
  });
  show('done', 1);
})();
