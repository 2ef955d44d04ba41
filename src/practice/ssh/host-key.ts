import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import ssh2 from 'ssh2';

/** The gateway's host key: made once, then kept, so that a client which remembers it is never warned. */
export async function loadHostKey(directory: string): Promise<string> {
  const path = join(directory, 'ssh_host_ed25519_key');
  try {
    const key = await readFile(path, 'utf8');
    if (!(ssh2.utils.parseKey(key) instanceof Error)) return key;
  } catch {
    // There is none yet.
  }
  const key = makeKey();
  await mkdir(directory, { recursive: true });
  await writeFile(path, key, { mode: 0o600 });
  return key;
}

/** The library writes a few ed25519 keys in a thousand in a form that it cannot read itself (ssh2 1.17). */
function makeKey(): string {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const { private: key } = ssh2.utils.generateKeyPairSync('ed25519', { comment: 'practice' });
    if (!(ssh2.utils.parseKey(key) instanceof Error)) return key;
  }
  throw new Error('No host key for the practice SSH gateway could be made.');
}
