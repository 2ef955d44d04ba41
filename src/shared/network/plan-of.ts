import { parseCompose } from '../compose/parse.ts';
import type { ComposeProblem } from '../compose/problems.ts';
import type { ComposeProject, ComposeService } from '../compose/project.ts';
import type { PlannedService, PlanView } from '../domain/plan-view.ts';
import { topologyFromCompose, TopologyError } from './from-compose.ts';

export interface PlanSource {
  /** Of the workspace. */
  folder: string;
  /** Texts by path relative to the folder; what may stand at its top is enough. */
  files: ReadonlyMap<string, string>;
  deviceAddress: string;
}

/** In the order in which the CLI looks for them. */
const composeFiles = ['docker-compose.yml', 'docker-compose.yaml'];

/** What a push of the folder would make: of its compose file, or of the one service that a Dockerfile alone stands for. */
export function planOf({ folder, files, deviceAddress }: PlanSource): PlanView {
  const compose = composeFiles.find((name) => files.has(name));
  if (compose !== undefined)
    return { folder, file: `${folder}/${compose}`, ...planOfCompose(files.get(compose) ?? '', files, deviceAddress) };
  const dockerfile = [...files.keys()].filter((name) => /^Dockerfile(\.[\w-]+)?$/.test(name)).sort(byPrecedence)[0];
  if (dockerfile === undefined) return { folder, problems: [] };
  return { folder, file: `${folder}/${dockerfile}`, ...planOfDockerfile(files.get(dockerfile) ?? '', deviceAddress) };
}

/** Files that say what a push makes, by their path relative to the step's folder. */
export function isPlanFile(path: string): boolean {
  return composeFiles.includes(path) || /^(Dockerfile(\.[\w-]+)?|\.env|[^/]*\.env)$/.test(path);
}

/** The CLI takes `Dockerfile.template` before those of a device type or an architecture, and these before `Dockerfile`. */
function byPrecedence(first: string, second: string): number {
  const rank = (name: string): number => (name === 'Dockerfile.template' ? 0 : name === 'Dockerfile' ? 2 : 1);
  return rank(first) - rank(second) || (first < second ? -1 : 1);
}

function planOfCompose(
  text: string,
  files: ReadonlyMap<string, string>,
  deviceAddress: string,
): Pick<PlanView, 'topology' | 'services' | 'volumes' | 'problems'> {
  // A fleet has no project name: networks and volumes are known by their keys.
  const { project, problems } = parseCompose(text, {
    projectName: 'fleet',
    readFile: (path) => files.get(path.replace(/^\.\//, '')),
  });
  if (project === undefined || problems.some(({ severity }) => severity === 'error')) return { problems };
  try {
    return {
      topology: topologyFromCompose(project, deviceAddress) as NonNullable<PlanView['topology']>,
      services: Object.entries(project.services).map(([name, service]) => plannedService(name, service)),
      volumes: Object.keys(project.volumes ?? {}),
      problems,
    };
  } catch (error) {
    if (!(error instanceof TopologyError)) throw error;
    const problem: ComposeProblem = { severity: 'error', message: error.message, line: lineOfNetworks(text, project), column: 1 };
    return { problems: [...problems, problem] };
  }
}

function plannedService(name: string, service: ComposeService): PlannedService {
  return {
    name,
    ...(service.build === undefined ? {} : { build: service.build.context.replace(/^\.\//, '') }),
    ...(service.image === undefined ? {} : { image: service.image }),
    privileged: service.privileged === true,
    // balena's default.
    restartPolicy: service.restart ?? 'always',
    mounts: (service.volumes ?? [])
      .filter(({ type, source }) => type === 'volume' && source !== undefined)
      .map(({ source = '', target, read_only: isReadOnly }) => ({ volume: source, path: target, readOnly: isReadOnly === true })),
  };
}

/** The engine's refusal of an address or a subnet has no place of its own: the line of `networks:`, else the first. */
function lineOfNetworks(text: string, project: ComposeProject): number {
  if (project.networks === undefined) return 1;
  const index = text.split('\n').findIndex((line) => /^networks\s*:/.test(line));
  return index === -1 ? 1 : index + 1;
}

/** A fleet without a compose file: one service, always privileged, always on the host's network, `/data` for ever. */
function planOfDockerfile(text: string, deviceAddress: string): Pick<PlanView, 'topology' | 'services' | 'volumes' | 'problems'> {
  const exposed = [...text.matchAll(/^\s*EXPOSE\s+(.+)$/gim)]
    .flatMap(([, ports = '']) => ports.trim().split(/\s+/))
    .flatMap((port) => (/^\d+(\/tcp)?$/.test(port) ? [Number.parseInt(port, 10)] : []));
  return {
    topology: {
      deviceAddress,
      networks: [],
      services: [
        { name: 'main', container: 'fleet_main_1', mode: 'host', attachments: [], published: [], exposed, listens: [...new Set(exposed)] },
      ],
    },
    services: [
      {
        name: 'main',
        build: '.',
        privileged: true,
        restartPolicy: 'always',
        mounts: [{ volume: 'resin-data', path: '/data', readOnly: false }],
      },
    ],
    volumes: ['resin-data'],
    problems: [],
  };
}
