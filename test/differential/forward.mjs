// Opens ports that lead elsewhere: `LISTEN_HOST LISTEN_PORT=TARGET …`, each target a port of 127.0.0.1 or the path of a socket.
import { connect, createServer } from 'node:net';

const [host, ...ways] = process.argv.slice(2);
for (const way of ways) {
  const [port, target = ''] = way.split('=');
  const server = createServer((near) => {
    const far = target.startsWith('/') ? connect(target) : connect(Number(target), '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ]) {
      from.pipe(to);
      from.on('error', () => to.destroy());
      from.on('close', () => to.destroy());
    }
  });
  server.listen(Number(port), host);
}
process.stdout.write('forwarding\n');
