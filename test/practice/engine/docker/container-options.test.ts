import { describe, expect, it } from 'vitest';
import { containerOptions, furtherNetworks } from '../../../../src/practice/engine/docker/container-options.ts';
import { containerLabels, ownershipOf, specOf, withoutOwnLabels } from '../../../../src/practice/engine/docker/own-objects.ts';
import { spec } from '../test-engine.ts';

describe('a container in the words of Docker’s API', () => {
  it('names its first network, and leaves the others to be joined', () => {
    const wanted = spec('image', {
      networkMode: 'bridge',
      networks: [
        { network: 'one', aliases: ['a'], address: '10.0.0.9' },
        { network: 'two', aliases: ['b'] },
      ],
    });
    const options = containerOptions(wanted, {});
    expect(options.HostConfig?.NetworkMode).toBe('one');
    expect(options.NetworkingConfig).toEqual({ EndpointsConfig: { one: { Aliases: ['a'], IPAMConfig: { IPv4Address: '10.0.0.9' } } } });
    expect(furtherNetworks(wanted)).toEqual([{ network: 'two', aliases: ['b'] }]);
  });

  it('says times in nanoseconds, ports by protocol, devices in three parts', () => {
    const options = containerOptions(
      spec('image', {
        healthcheck: { test: ['CMD', 'true'], interval: 1500 },
        publishedPorts: [
          { hostAddress: '0.0.0.0', hostPort: 80, containerPort: 8080, protocol: 'tcp' },
          { hostAddress: '127.0.0.1', containerPort: 8080, protocol: 'tcp' },
        ],
        devices: ['/dev/i2c-1'],
        ulimits: { nofile: { soft: 1, hard: 2 } },
      }),
      {},
    );
    expect(options.Healthcheck).toEqual({ Test: ['CMD', 'true'], Interval: 1_500_000_000 });
    expect(options.HostConfig).toMatchObject({
      PortBindings: {
        '8080/tcp': [
          { HostIp: '0.0.0.0', HostPort: '80' },
          { HostIp: '127.0.0.1', HostPort: '' },
        ],
      },
      Devices: [{ PathOnHost: '/dev/i2c-1', PathInContainer: '/dev/i2c-1', CgroupPermissions: 'rwm' }],
      Ulimits: [{ Name: 'nofile', Soft: 1, Hard: 2 }],
    });
  });

  it('comes back from its labels as it was asked for, without the labels that are not the caller’s', () => {
    const wanted = spec('image', { labels: { mine: 'yes' }, tmpfs: [{ target: '/run' }] });
    const labels = containerLabels(ownershipOf('device'), wanted);
    expect(specOf(labels)).toEqual(wanted);
    expect(withoutOwnLabels(labels)).toEqual({ mine: 'yes' });
    expect(specOf({ 'io.fleetlab.spec': '{' })).toBeUndefined();
    expect(specOf({})).toBeUndefined();
  });
});
