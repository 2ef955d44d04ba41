import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { networkAsText } from '../../../../src/renderer/workbench/network/details.ts';
import { layOut } from '../../../../src/renderer/workbench/network/layout.ts';
import { networkKey, serviceKey, type Drawing } from '../../../../src/renderer/workbench/network/picture.ts';
import { arbitraryDrawing } from './arbitrary-drawing.ts';

describe('the text equivalent', () => {
  it('names every service, port and network that is drawn, for 1,000 devices', () => {
    fc.assert(
      fc.property(arbitraryDrawing, (drawing) => {
        const items = new Map(networkAsText(drawing).map(({ id, text }) => [id, text]));
        const picture = layOut(drawing, { width: 884, height: 320 });
        for (const { service } of picture.boxes) if (service !== undefined) expect(items.get(serviceKey(service))).toContain(service);
        for (const network of drawing.topology.networks)
          for (const word of [network.name, network.subnet, network.gateway, ...(network.internal ? ['sealed'] : [])])
            expect(items.get(networkKey(network.name))).toContain(word);
        for (const service of drawing.topology.services) {
          const text = items.get(serviceKey(service.name)) ?? '';
          const numbers = [
            ...service.listens,
            ...service.exposed,
            ...service.published.flatMap(({ hostPort, containerPort }) => [hostPort, containerPort]),
          ];
          for (const port of numbers) expect(text).toMatch(new RegExp(`\\b${port}\\b`));
          for (const { network, address, aliases } of service.attachments)
            for (const word of [network, address, ...(isNameless(drawing, network) ? [] : aliases)]) expect(text).toContain(word);
        }
        for (const { port } of drawing.topology.hostListens ?? []) expect(items.get('host')).toMatch(new RegExp(`\\b${port}\\b`));
        for (const door of picture.doors)
          if (door.service !== undefined) expect(items.get(serviceKey(door.service))).toContain(`:${door.hostPort ?? ''} leads`);
      }),
      { numRuns: 1000 },
    );
  }, 60_000);
});

function isNameless({ topology }: Drawing, network: string): boolean {
  return topology.networks.some(({ name, nameless }) => name === network && nameless === true);
}
