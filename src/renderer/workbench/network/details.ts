import { ownerOf } from '../../../shared/network/listening.ts';
import {
  findNetwork,
  findService,
  type BridgeNetwork,
  type PublishedPort,
  type ServiceNode,
  type Topology,
} from '../../../shared/network/topology.ts';
import { networkKey, serviceKey, type Box, type Drawing, type Mark } from './picture.ts';
import { listeningPorts, onlyExposed } from './words.ts';

/** One fact about a thing in the picture. */
export interface Detail {
  term: string;
  text: string;
}

/** What is known of a box, for who points at it or steps to it. */
export function detailsOf(drawing: Drawing, box: Pick<Box, 'kind' | 'service'>): Detail[] {
  const { topology } = drawing;
  if (box.kind === 'laptop')
    return [
      {
        term: 'Reaches',
        text: topology.deviceAddress === '' ? 'the device, once there is one' : `the device at ${topology.deviceAddress}`,
      },
      { term: 'Names', text: 'service names do not resolve here' },
    ];
  if (box.kind === 'outside') return [{ term: 'Is', text: 'the room’s network and the internet: what services reach by going out' }];
  if (box.kind === 'host') return hostDetails(topology);
  const service = findService(topology, box.service ?? '');
  return service === undefined ? [] : serviceDetails(drawing, service);
}

/** The whole picture in words, a line for each thing that is drawn. */
export function networkAsText(drawing: Drawing): { id: string; text: string }[] {
  const { topology } = drawing;
  return [
    {
      id: 'laptop',
      text:
        topology.deviceAddress === '' ? 'Outside: your laptop.' : `Outside: your laptop reaches the device at ${topology.deviceAddress}.`,
    },
    { id: 'host', text: `The device’s host: ${hostDetails(topology).map(phrase).join('; ')}.` },
    ...topology.networks.map((network) => ({ id: networkKey(network.name), text: networkText(drawing, network) })),
    ...topology.services.map((service) => ({
      id: serviceKey(service.name),
      text: `Service ${service.name}: ${serviceDetails(drawing, service).map(phrase).join('; ')}.`,
    })),
  ];
}

function phrase({ term, text }: Detail): string {
  return `${term.toLowerCase()} ${text}`;
}

function hostDetails({ deviceAddress, networks, hostListens = [] }: Topology): Detail[] {
  const open = [...new Set(hostListens.map(({ port }) => port))].sort((one, other) => one - other);
  return [
    {
      term: 'Interfaces',
      text: [`eth0 ${deviceAddress}`.trimEnd(), ...networks.map(({ name, gateway }) => `${name} ${gateway}`.trimEnd())].join(', '),
    },
    { term: 'Open on', text: open.length === 0 ? 'no port of its own that is known' : open.join(', ') },
  ];
}

function networkText({ topology, marks }: Drawing, network: BridgeNetwork): string {
  const on = topology.services.flatMap((service) =>
    service.attachments
      .filter((one) => one.network === network.name)
      .map(({ address }) => (address === '' ? service.name : `${service.name} at ${address}`)),
  );
  const parts = [
    network.subnet === ''
      ? `Bridge ${network.name}: subnet given when it is made`
      : `Bridge ${network.name}: subnet ${network.subnet}, gateway ${network.gateway}`,
    ...(network.internal ? ['internal: sealed, nothing comes in or goes out'] : []),
    ...(network.nameless === true ? ['names are not answered on it'] : []),
    on.length === 0 ? 'no service is on it' : `on it ${on.join(', ')}`,
    ...markText(marks.get(networkKey(network.name))),
  ];
  return `${parts.join('; ')}.`;
}

function serviceDetails({ topology, states, marks }: Drawing, service: ServiceNode): Detail[] {
  const listens = listeningPorts(service);
  const documented = onlyExposed(service);
  const state = states.get(service.name)?.words;
  const mark = markText(marks.get(serviceKey(service.name)));
  return [
    ...mark.map((text) => ({ term: 'Next push:', text })),
    ...(state === undefined || state === '' ? [] : [{ term: 'State', text: state }]),
    ...placeDetails(topology, service),
    { term: 'Listens on', text: listens.length === 0 ? 'no port that is known' : listens.join(', ') },
    ...(service.published.length === 0 ? [] : [{ term: 'Published', text: publishedText(topology, service) }]),
    ...(documented.length === 0 ? [] : [{ term: 'Expose', text: `${documented.join(', ')} (documentation only, opens nothing)` }]),
  ];
}

function placeDetails(topology: Topology, service: ServiceNode): Detail[] {
  const owner = ownerOf(topology, service);
  if (owner !== service) return [{ term: 'Network', text: `that of ${owner.name}: same addresses, same ports` }];
  if (service.mode === 'host')
    return [{ term: 'Network', text: `the host’s own (${topology.deviceAddress}); service names do not resolve` }];
  if (service.mode === 'none' || service.attachments.length === 0) return [{ term: 'Network', text: 'none: reaches nobody but itself' }];
  return service.attachments.map(({ network, address, aliases }) => {
    // What people write comes first; the engine's own names for the container are long.
    const all = new Set([...aliases, ...(service.names ?? [service.name, service.container])]);
    const names = all.has(service.name) ? [service.name, ...[...all].filter((one) => one !== service.name)] : [...all];
    const known = findNetwork(topology, network)?.nameless === true ? 'no name is answered' : `answers to ${names.join(', ')}`;
    return { term: `On ${network}`, text: address === '' ? known : `${address}, ${known}` };
  });
}

function publishedText(topology: Topology, service: ServiceNode): string {
  const hasEffect = service.mode === 'bridge' && service.sharesNetworkOf === undefined;
  const doors = service.published.map((door) => doorWords(topology, door)).join(', ');
  return hasEffect ? doors : `${doors} (without effect here)`;
}

function doorWords({ deviceAddress }: Topology, { hostAddress, hostPort, containerPort, protocol }: PublishedPort): string {
  const address = hostAddress === '0.0.0.0' || hostAddress === '' ? deviceAddress : hostAddress;
  return `${address}:${hostPort} leads to its port ${containerPort}${protocol === 'udp' ? ' (UDP)' : ''}`;
}

function markText(mark: Mark | undefined): string[] {
  if (mark === 'added') return ['it is new'];
  if (mark === 'removed') return ['it goes'];
  return mark === 'changed' ? ['it changes'] : [];
}
