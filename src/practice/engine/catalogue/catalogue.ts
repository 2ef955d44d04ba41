import type { ImageConfig } from '../engine.ts';
import { alpineTree, busyboxTree } from './busybox.ts';
import { bookworm, debianTree, jammy, noble, trixie } from './debian.ts';
import { buildToolsTree, nodeTree, nodeVersion, withNodeUser, yarnVersion } from './node.ts';
import { textFile } from './tree-parts.ts';
import type { TreePart } from './tree-parts.ts';

/** A base image that the practice device has, as data. */
export interface BaseImage {
  repository: string;
  tags: string[];
  /** Bytes on the device's disk, as `docker images` shows them. */
  size: number;
  /** Bytes that a pull transfers. */
  compressedSize: number;
  config: ImageConfig;
  /** The last step of the image's history. */
  createdBy: string;
  /** `architecture` as the device says it (`amd64`, `aarch64`). */
  tree: (architecture: string) => TreePart[];
}

/** All base images were made then: what a pull of the practice device brings does not depend on the day. */
export const baseImageDate = Date.UTC(2026, 9, 20);

const path = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

// Sizes: `docker images` and the registry's manifests for linux/amd64, rounded to 0.1 MB.
const images: BaseImage[] = [
  base('debian', 'trixie-slim 13-slim stable-slim', [78.6, 29.8], ['bash'], (architecture) => debianTree(trixie, architecture)),
  base('debian', 'latest trixie 13 stable', [120, 49.3], ['bash'], (architecture) => debianTree(trixie, architecture)),
  base('debian', 'bookworm-slim 12-slim', [74.8, 28.2], ['bash'], (architecture) => debianTree(bookworm, architecture)),
  base('debian', 'bookworm 12', [117, 48.5], ['bash'], (architecture) => debianTree(bookworm, architecture)),
  base('ubuntu', 'latest 24.04 noble', [78.1, 29.7], ['/bin/bash'], (architecture) => debianTree(noble, architecture)),
  base('ubuntu', '22.04 jammy', [77.9, 29.5], ['/bin/bash'], (architecture) => debianTree(jammy, architecture)),
  base('alpine', 'latest 3 3.22 3.22.2', [8.3, 3.8], ['/bin/sh'], alpineTree),
  base('busybox', 'latest stable 1 1.37 1.37.0 glibc uclibc musl', [4.4, 2.2], ['sh'], busyboxTree),
  node('lts-trixie-slim 24-trixie-slim', [226, 79.8], (architecture) => debianTree(trixie, architecture)),
  node('lts-slim lts-bookworm-slim slim 24-slim 24-bookworm-slim', [226, 79.6], (architecture) => debianTree(bookworm, architecture)),
  node('lts-trixie trixie 24-trixie', [1160, 420], (architecture) => [...debianTree(trixie, architecture), ...buildToolsTree()]),
  node('latest lts lts-bookworm bookworm 24 24-bookworm', [1130, 406], (architecture) => [
    ...debianTree(bookworm, architecture),
    ...buildToolsTree(),
  ]),
  node('lts-alpine alpine 24-alpine lts-alpine3.22 24-alpine3.22', [163, 56.1], alpineTree),
];

/** balenalib's names for the processor architectures that the practice device can be. */
const balenaMachines: Readonly<Record<string, readonly string[]>> = {
  amd64: ['amd64', 'generic-amd64', 'genericx86-64-ext', 'intel-nuc', 'qemux86-64'],
  aarch64: ['aarch64', 'generic-aarch64', 'raspberrypi3-64', 'raspberrypi4-64', 'raspberrypi5', 'jetson-nano'],
};

/**
 * The base image that a FROM line names, or the error with which a pull ends. `architecture` is the device's
 * (`amd64`, `aarch64`).
 */
export function findBaseImage(reference: string, architecture: string): { image: BaseImage } | { error: string } {
  const { repository, tag } = readReference(reference);
  const balena = /^balenalib\/(.+)$/.exec(repository);
  if (balena !== null) return findBalenaImage(balena[1] ?? '', tag, architecture, reference);
  const known = images.filter((image) => image.repository === repository);
  const image = known.find((candidate) => candidate.tags.includes(tag));
  if (image !== undefined) return { image };
  if (known.length > 0) {
    const tags = known.flatMap((candidate) => candidate.tags).join(', ');
    return {
      error: `manifest for ${repository}:${tag} not found: manifest unknown: manifest unknown (the practice device has ${repository} with the tags ${tags})`,
    };
  }
  return {
    error:
      `pull access denied for ${repository}, repository does not exist or may require 'docker login': denied: requested access to the resource is denied ` +
      `(the practice device has ${baseImageNames().join(', ')} and scratch)`,
  };
}

export function baseImageNames(): string[] {
  return [...new Set(images.map((image) => image.repository)), 'balenalib/<machine>-debian', 'balenalib/<machine>-debian-node'];
}

/** All program names that base images have a file for. */
export function programNamesOfBaseImages(): Set<string> {
  const names = new Set<string>();
  for (const image of images)
    for (const part of image.tree('amd64')) {
      const program = part.kind === 'file' ? /^\x7fELF\nfleetlab program: (.+)\n/.exec(part.content)?.[1] : undefined;
      if (program !== undefined) names.add(program);
    }
  return names;
}

/** `docker.io/library/debian` and `debian` are the same repository. */
function readReference(reference: string): { repository: string; tag: string } {
  const short = reference
    .replace(/^(index\.)?docker\.io\//, '')
    .replace(/^library\//, '')
    .replace(/@sha256:[0-9a-f]+$/, '');
  const at = short.lastIndexOf(':');
  return at > short.lastIndexOf('/') ? { repository: short.slice(0, at), tag: short.slice(at + 1) } : { repository: short, tag: 'latest' };
}

function findBalenaImage(name: string, tag: string, architecture: string, reference: string): { image: BaseImage } | { error: string } {
  const machine = (balenaMachines[architecture] ?? []).find((candidate) => name.startsWith(`${candidate}-`));
  const kind = machine === undefined ? undefined : name.slice(machine.length + 1);
  const release = /^(bookworm|12)/.test(tag) ? bookworm : trixie;
  if (machine === undefined || (kind !== 'debian' && kind !== 'debian-node')) {
    const machines = (balenaMachines[architecture] ?? []).join(', ');
    return {
      error:
        `pull access denied for balenalib/${name}, repository does not exist or may require 'docker login': denied: requested access to the resource is denied ` +
        `(the practice device has balenalib/<machine>-debian and -debian-node for the machines ${machines})`,
    };
  }
  if (!/^(latest|trixie|bookworm|13|12)(-(run|build))?$|^\d+(\.\d+)*(-(trixie|bookworm))?(-(run|build))?$/.test(tag))
    return { error: `manifest for ${reference} not found: manifest unknown: manifest unknown` };
  const parts = (machineArchitecture: string): TreePart[] => [
    ...debianTree(release, machineArchitecture),
    textFile('/usr/bin/entry.sh', '#!/bin/sh\nexec "$@"\n', 0o755),
    textFile('/usr/sbin/install_packages', installPackages, 0o755),
  ];
  const plain = base(`balenalib/${name}`, tag, [179, 64.7], ['/bin/bash'], parts);
  const image = kind === 'debian' ? plain : { ...node(tag, [262, 92.4], parts), repository: `balenalib/${name}` };
  return { image: { ...image, config: { ...image.config, entrypoint: ['/usr/bin/entry.sh'], command: ['/bin/bash'] } } };
}

/** What balena's base images bring for a Dockerfile's RUN lines: an installation that leaves no lists behind. */
const installPackages = `#!/bin/sh
set -e
export DEBIAN_FRONTEND=noninteractive
apt-get update
apt-get install -y --no-install-recommends "$@"
apt-get clean
rm -rf /var/lib/apt/lists/*
`;

function base(
  repository: string,
  tags: string,
  [size, compressed]: readonly [number, number],
  command: string[],
  tree: (architecture: string) => TreePart[],
): BaseImage {
  return {
    repository,
    tags: tags.split(' '),
    size: Math.round(size * 1_000_000),
    compressedSize: Math.round(compressed * 1_000_000),
    createdBy: `CMD ${JSON.stringify(command).replaceAll(',', ', ')}`,
    tree,
    config: {
      environment: { PATH: path },
      command,
      workingDirectory: '/',
      user: '',
      exposedPorts: [],
      labels: {},
      volumes: [],
      stopSignal: 'SIGTERM',
      shell: ['/bin/sh', '-c'],
    },
  };
}

function node(tags: string, sizes: readonly [number, number], tree: (architecture: string) => TreePart[]): BaseImage {
  const image = base('node', tags, sizes, ['node'], (architecture) => [...withNodeUser(tree(architecture)), ...nodeTree()]);
  const environment = { ...image.config.environment, NODE_VERSION: nodeVersion, YARN_VERSION: yarnVersion };
  return { ...image, config: { ...image.config, environment, entrypoint: ['docker-entrypoint.sh'] } };
}
