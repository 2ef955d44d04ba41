import { createHash } from 'node:crypto';
import ssh2 from 'ssh2';

export interface OtherSsh {
  /** As `ssh-keygen -lf` prints it. */
  fingerprint: string;
  /** How many tried to sign in: whoever looks at the key first does not come so far. */
  entered(): number;
  close(): Promise<void>;
}

/** Somebody else who answers over SSH, with a key of their own, and would let anyone in. */
export async function startOtherSsh({ host, port }: { host: string; port: number }): Promise<OtherSsh> {
  const { private: key, public: line } = ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 });
  const clients = new Set<ssh2.Connection>();
  let entered = 0;
  const server = new ssh2.Server({ hostKeys: [key] }, (client) => {
    clients.add(client);
    client.on('error', () => undefined);
    client.on('close', () => clients.delete(client));
    client.on('authentication', (context) => {
      entered += 1;
      context.accept();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const digest = createHash('sha256').update(Buffer.from(line.split(' ')[1] ?? '', 'base64'));
  return {
    fingerprint: `SHA256:${digest.digest('base64').replace(/=+$/, '')}`,
    entered: () => entered,
    async close() {
      for (const client of clients) client.end();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
