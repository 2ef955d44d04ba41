import { directories, links, programFiles, textFile } from './tree-parts.ts';
import type { TreePart } from './tree-parts.ts';

/** Node.js of the official images; the same one that runs the practice device's services. */
export const nodeVersion = '24.21.0';
export const yarnVersion = '1.22.22';

/** What the official Node images add to their base (github.com/nodejs/docker-node). */
export function nodeTree(): TreePart[] {
  return [
    ...directories('/usr/local/lib/node_modules /usr/local/lib/node_modules/npm /opt/yarn-v1.22.22 /opt/yarn-v1.22.22/bin'),
    { kind: 'directory', path: '/home/node', mode: 0o755, owner: 1000 },
    ...programFiles('/usr/local/bin', 'node npm npx corepack'),
    ...programFiles('/opt/yarn-v1.22.22/bin', 'yarn'),
    ...links(
      '/usr/local/bin/nodejs->/usr/local/bin/node /usr/local/bin/yarn->/opt/yarn-v1.22.22/bin/yarn /usr/local/bin/yarnpkg->/opt/yarn-v1.22.22/bin/yarn',
    ),
    textFile('/usr/local/bin/docker-entrypoint.sh', entrypoint, 0o755),
  ];
}

/** The user that the official images make. */
export function withNodeUser(parts: readonly TreePart[]): TreePart[] {
  return parts.map((part) => {
    if (part.kind !== 'file') return part;
    if (part.path === '/etc/passwd') return { ...part, content: `${part.content}node:x:1000:1000::/home/node:/bin/bash\n` };
    return part.path === '/etc/group' ? { ...part, content: `${part.content}node:x:1000:\n` } : part;
  });
}

/** Programs of buildpack-deps, on which the images without `-slim` are built. */
export function buildToolsTree(): TreePart[] {
  return [
    ...programFiles(
      '/usr/bin',
      `ar as autoconf automake bzip2 curl curl-config file free g++ gcc git hg kill ld libtoolize m4 make nm objdump openssl patch pgrep
       pidof pkg-config pkill pmap ps pwdx python3 skill slabtop ssh ssh-add ssh-keygen scp strings strip svn tload top unzip uptime
       vmstat w watch wget xz`,
    ),
    ...links(
      '/usr/bin/cc->/etc/alternatives/cc /etc/alternatives/cc->/usr/bin/gcc /usr/bin/c++->/etc/alternatives/c++ /etc/alternatives/c++->/usr/bin/g++',
    ),
  ];
}

const entrypoint = `#!/bin/sh
set -e

# Options, and names that are no command, are meant for node.
if [ "\${1#-}" != "\${1}" ] || [ -z "$(command -v "\${1}")" ]; then
  set -- node "$@"
fi

exec "$@"
`;
