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

  it('stays when another service comes, and while it is away', () => {
    const alone = { ...view, serviceOrder: ['main', 'frontend'] };
    const colourOf = (name: string, lab: typeof view) => serviceColour(name, knownServices(lab))['--service'];
    const together = { ...view, serviceOrder: ['main', 'frontend', 'backend'] };
    expect(colourOf('frontend', together)).toBe(colourOf('frontend', alone));
    expect(colourOf('backend', alone), 'before main has told its place').toBe(colourOf('backend', together));
    expect(colourOf('backend', { ...together, device: device({ services: [] }) })).toBe(colourOf('backend', together));
  });

  it('is another for each', () => {
    const colours = knownServices(view).map((name) => serviceColour(name, knownServices(view))['--service']);
    expect(new Set(colours).size).toBe(3);
  });
});
