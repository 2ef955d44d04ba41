import { describe, expect, it } from 'vitest';
import { knownServices, serviceColour } from '../../../src/renderer/device/service-colours.ts';
import { device, lab, logOf, service } from '../support/fixtures/lab.ts';

describe('the colour of a service', () => {
  const view = lab(0, {
    device: device({ services: [service({ name: 'frontend' }), service({ name: 'backend' })] }),
    logs: logOf(1000, [1], true),
  });

  it('is the same whatever order the services come in', () => {
    const turned = { ...view, device: device({ services: [service({ name: 'backend' }), service({ name: 'frontend' })] }) };
    expect(knownServices(view)).toEqual(['main', 'backend', 'frontend']);
    expect(knownServices(turned)).toEqual(knownServices(view));
  });

  it('is another for each', () => {
    const colours = knownServices(view).map((name) => serviceColour(name, knownServices(view))['--service']);
    expect(new Set(colours).size).toBe(3);
  });
});
