import { layOut } from '../../src/renderer/workbench/network/layout.ts';
import type { Drawing } from '../../src/renderer/workbench/network/picture.ts';
import type { ServiceNode } from '../../src/shared/network/topology.ts';
import { median, round, type Figure } from './figure.ts';

const runs = 15;
const bridges = 8;

/** The Network view's layout of 10, 100 and 1,000 services: every kind of them, a tenth on two bridges, a fifth with a published port. */
export function networkLayout(): Promise<Figure[]> {
  return Promise.resolve([10, 100, 1000].map(measure));
}

function measure(count: number): Figure {
  const drawing = drawingOf(count);
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const began = performance.now();
    layOut(drawing, { width: 884, height: 320 });
    times.push(performance.now() - began);
  }
  return {
    name: `network layout, ${count} services`,
    value: round(median(times), 2),
    unit: 'ms',
    aim: count === 1000 ? '< 100' : 'near-linear',
    anchor: `${round(Math.min(...times), 2)} to ${round(Math.max(...times), 2)} in ${runs} runs`,
    method: `layOut of ${count} services on ${bridges} bridges in one process, first runs included; median`,
  };
}

function drawingOf(count: number): Drawing {
  const networks = Array.from({ length: bridges }, (_, index) => ({
    name: `net${index}`,
    subnet: `172.${17 + index}.0.0/16`,
    gateway: `172.${17 + index}.0.1`,
    internal: index === bridges - 1,
  }));
  const services = Array.from({ length: count }, (_, index): ServiceNode => {
    const on = index % 10 === 3 ? [index % bridges, (index + 3) % bridges] : [index % bridges];
    const mode = index % 10 === 9 ? 'host' : 'bridge';
    return {
      name: `service-${index}`,
      container: `demo_service-${index}_1`,
      mode,
      attachments:
        mode === 'host'
          ? []
          : on.map((at) => ({ network: `net${at}`, address: `172.${17 + at}.${index >> 8}.${index & 255}`, aliases: [] })),
      published: index % 5 === 0 ? [{ hostAddress: '0.0.0.0', hostPort: 3000 + index, containerPort: 80, protocol: 'tcp' }] : [],
      exposed: index % 3 === 0 ? [1234] : [],
      listens: [80, 1234],
    };
  });
  return { topology: { deviceAddress: '10.42.0.7', networks, services }, states: new Map(), marks: new Map() };
}
