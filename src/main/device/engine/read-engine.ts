import type { EngineContainer, EngineView } from '../../../shared/domain/engine-view.ts';
import { FleetlabError } from '../../../shared/errors.ts';
import { engineScript, splitAnswer } from './engine-script.ts';
import type { ImageLayers } from './image-layers.ts';
import type { CommandResult } from '../lab/lab.ts';
import { parseContainers, parseImages, parseNetworks, parseVolumes } from './parse-inspect.ts';
import { parseSockets, type ListeningSocket, type SeenSockets } from './parse-sockets.ts';

type Read = Pick<EngineView, 'containers' | 'networks' | 'volumes' | 'images' | 'pastImages' | 'hostListens'>;

/** Reads the engine by one command (and one more where an image is new). Rejects with FleetlabError. */
export async function readEngine(run: (line: string) => Promise<CommandResult>, layers: ImageLayers): Promise<Read> {
  const { stdout, stderr } = await run(engineScript);
  const answer = splitAnswer(stdout);
  const part = (name: string): string => answer.get(name) ?? '';
  if (!answer.has('sockets')) throw new FleetlabError('unreachable', `The device refused: ${stderr.trim().slice(0, 300)}`);
  try {
    const containers = parseContainers(part('containers'));
    const sockets = parseSockets(part('sockets'));
    const inspected = parseImages(part('images'));
    const { now, past } = await layers.describe(inspected, containers);
    return {
      containers: containers.map((container) => withListeners(container, containers, sockets)),
      networks: parseNetworks(part('networks')),
      volumes: parseVolumes(part('volumes')),
      images: now,
      pastImages: past,
      hostListens: hostListens(containers, sockets),
    };
  } catch (error) {
    if (error instanceof FleetlabError) throw error;
    throw new FleetlabError('unexpected-answer', 'The device’s container engine answers in a way that Fleetlab does not know.', undefined, {
      cause: error,
    });
  }
}

/**
 * Those of its own network namespace, or of its own processes in host mode. Containers that share another's interfaces share its sockets as
 * well; they are told of the owner, whose connections end alike.
 */
function withListeners(container: EngineContainer, all: readonly EngineContainer[], sockets: SeenSockets): EngineContainer {
  if (container.state !== 'running') return container;
  const found = container.networkMode === 'host' ? sockets.ofHostMode.get(container.id) : sockets.ofNamespace.get(container.id);
  if (found === undefined) return container;
  if (container.networkMode === 'container' && all.some(({ name }) => name === container.sharesNetworkOf))
    return { ...container, listens: [] };
  const narrow = found.filter(({ address }) => address !== '0.0.0.0').map(({ address, port }) => ({ address, port }));
  return { ...container, listens: widePorts(found), ...(narrow.length === 0 ? {} : { listensAt: narrow }) };
}

function widePorts(sockets: readonly ListeningSocket[]): number[] {
  return sockets
    .filter(({ address }) => address === '0.0.0.0')
    .map(({ port }) => port)
    .sort((first, second) => first - second);
}

/** Without what services in host mode listen on, and without the engine's proxies, which hold each published port. */
function hostListens(containers: readonly EngineContainer[], sockets: SeenSockets): NonNullable<EngineView['hostListens']> {
  const ofServices = new Set([...sockets.ofHostMode.values()].flat().map(({ inode }) => inode));
  const proxies = containers
    .filter(({ state }) => state === 'running')
    .flatMap(({ published }) => published.filter(({ protocol }) => protocol === 'tcp'));
  return sockets.host
    .filter(({ inode }) => !ofServices.has(inode))
    .filter(({ address, port }) => !proxies.some(({ hostAddress, hostPort }) => hostPort === port && hostAddress === address))
    .map(({ address, port }) => ({ address, port }));
}
