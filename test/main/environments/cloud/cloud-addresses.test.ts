import { describe, expect, it } from 'vitest';
import { balenaCloudAddresses, openBalenaAddresses } from '../../../../src/main/environments/cloud/cloud-addresses.ts';

describe('where a cloud answers', () => {
  it('is known of balenaCloud', () => {
    expect(balenaCloudAddresses()).toMatchObject({
      apiUrl: 'https://api.balena-cloud.com',
      builderUrl: 'https://builder.balena-cloud.com',
      dashboardUrl: 'https://dashboard.balena-cloud.com',
      ssh: { host: 'ssh.balena-devices.com', port: 22 },
    });
  });

  it.each(['lab.example', 'LAB.example', ' lab.example/ ', 'api.lab.example', 'https://api.lab.example'])(
    'follows from a domain: %s',
    (url) => {
      expect(openBalenaAddresses(url)).toMatchObject({
        domain: 'lab.example',
        apiUrl: 'https://api.lab.example',
        builderUrl: 'https://builder.lab.example',
        proxyUrl: 'devices.lab.example',
      });
    },
  );

  it('keeps the port for what is beside the API', () => {
    expect(openBalenaAddresses('https://api.lab.example:8443')).toMatchObject({
      apiUrl: 'https://api.lab.example:8443',
      builderUrl: 'https://builder.lab.example:8443',
      dashboardUrl: 'https://dashboard.lab.example:8443',
    });
  });

  it('is one address for all where that is not called api', () => {
    expect(openBalenaAddresses('https://127.0.0.2:9443/')).toMatchObject({
      apiUrl: 'https://127.0.0.2:9443',
      builderUrl: 'https://127.0.0.2:9443',
      ssh: { host: '127.0.0.2' },
    });
  });

  it.each([
    ['', 'neither a domain'],
    ['localhost', 'neither a domain'],
    ['10.0.0.1', 'neither a domain'],
    ['my cloud.example', 'neither a domain'],
    ['http://api.lab.example', 'must begin with https://'],
    ['ftp://api.lab.example', 'must begin with https://'],
    ['https://', 'is not an address'],
    ['https://me:secret@api.lab.example', 'must not hold a name or a password'],
    ['https://api.lab.example/v7', 'must end after its host'],
  ])('refuses %s in words', (url, words) => {
    expect(() => openBalenaAddresses(url)).toThrow(words);
  });
});
