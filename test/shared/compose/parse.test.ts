import { describe, expect, it } from 'vitest';
import { parseCompose } from '../../../src/shared/compose/parse.ts';

const options = { projectName: 'demo', resolvePath: (path: string) => `/project/${path.replace(/^\.\/?/, '')}`.replace(/\/$/, '') };

function normal(text: string) {
  const parsed = parseCompose(text, options);
  expect(parsed.problems.filter((problem) => problem.severity === 'error')).toEqual([]);
  if (parsed.project === undefined) throw new Error('no project');
  return parsed.project;
}

function errors(text: string): string[] {
  return parseCompose(text, options)
    .problems.filter((problem) => problem.severity === 'error')
    .map((problem) => `${String(problem.line)}:${String(problem.column)} ${problem.message}`);
}

describe('the normal form', () => {
  it('writes out the multicontainer starter', () => {
    expect(normal("version: '2.1'\nservices:\n  frontend:\n    build: ./frontend\n    network_mode: host\n")).toEqual({
      name: 'demo',
      services: {
        frontend: {
          build: { context: '/project/frontend', dockerfile: 'Dockerfile' },
          command: null,
          entrypoint: null,
          network_mode: 'host',
        },
      },
    });
  });

  it('gives services the default network, unless they have a mode or networks', () => {
    const project = normal('services:\n  a: { image: x }\n  b: { image: x, networks: [back] }\nnetworks:\n  back: {}\n');
    expect(project.services['a']?.networks).toEqual({ default: null });
    expect(project.services['b']?.networks).toEqual({ back: null });
    expect(project.networks).toEqual({ back: { name: 'demo_back', ipam: {} }, default: { name: 'demo_default', ipam: {} } });
  });

  it('reads every form of a port', () => {
    const project = normal(
      'services:\n  a:\n    image: x\n    ports: ["80", "8080:80", "127.0.0.1:5000-5001:6000-6001/udp", { target: 1, published: 2 }]\n',
    );
    expect(project.services['a']?.ports).toEqual([
      { mode: 'ingress', target: 80, protocol: 'tcp' },
      { mode: 'ingress', target: 80, published: '8080', protocol: 'tcp' },
      { mode: 'ingress', host_ip: '127.0.0.1', target: 6000, published: '5000', protocol: 'udp' },
      { mode: 'ingress', host_ip: '127.0.0.1', target: 6001, published: '5001', protocol: 'udp' },
      { mode: 'ingress', target: 1, published: '2', protocol: 'tcp' },
    ]);
  });

  it('reads named volumes, anchors, merge keys, environments and commands', () => {
    const project = normal(
      'x-common: &common\n  image: x\n  environment: [A=1, B]\nservices:\n  a:\n    <<: *common\n    command: bash -c "echo hi"\n    volumes: [data:/data, "other:/o:ro"]\nvolumes:\n  data:\n  other: {}\n',
    );
    expect(project.services['a']).toMatchObject({
      image: 'x',
      environment: { A: '1', B: null },
      command: ['bash', '-c', 'echo hi'],
      volumes: [
        { type: 'volume', source: 'data', target: '/data', volume: {} },
        { type: 'volume', source: 'other', target: '/o', read_only: true, volume: {} },
      ],
    });
    expect(project.volumes).toEqual({ data: { name: 'demo_data' }, other: { name: 'demo_other' } });
  });

  it('fills variables', () => {
    const parsed = parseCompose('services:\n  a:\n    image: "x:${TAG:-1}$$"\n    hostname: ${HOST}\n', {
      ...options,
      environment: { HOST: 'h' },
    });
    expect(parsed.project?.services['a']).toMatchObject({ image: 'x:1$', hostname: 'h' });
  });
});

describe('what is wrong is told at its place', () => {
  it.each([
    ['a tab', 'services:\n\ta: {}\n', /^2:1 .*tab/],
    ['an unknown key', 'services:\n  a:\n    image: x\n    prots: []\n', /^4:5 .*'prots'/],
    ['an unknown top-level key', 'services: { a: { image: x } }\nvolume: {}\n', /^2:1 .*'volume'/],
    ['a bind mount', 'services:\n  a:\n    image: x\n    volumes:\n      - ./here:/there\n', /^5:9 .*"bind"/],
    ['a volume that is not declared', 'services:\n  a:\n    image: x\n    volumes: [data:/data]\n', /^4:15 .*"data" is not declared/],
    ['a network that is not declared', 'services:\n  a:\n    image: x\n    networks: [back]\n', /^4:15 .*undefined network back/],
    ['neither image nor build', 'services:\n  a:\n    command: x\n', /neither an image nor a build/],
    [
      'network_mode beside networks',
      'services:\n  a:\n    image: x\n    network_mode: host\n    networks: [default]\n',
      /^4:5 .*mutually exclusive/,
    ],
    ['a wrong port', 'services:\n  a:\n    image: x\n    ports: ["80:eighty"]\n', /^4:13 invalid port "80:eighty"/],
    ['a key balena refuses', 'services:\n  a:\n    image: x\n    links: [b]\n', /^4:5 service\.links is not allowed/],
    [
      'a circle of dependencies',
      'services:\n  a: { image: x, depends_on: [b] }\n  b: { image: x, depends_on: [a] }\n',
      /^2:30 dependency cycle detected: a -> b -> a/,
    ],
    ['a service that waits for itself', 'services: { a: { image: x, depends_on: [a] } }\n', /dependency cycle detected: a -> a/],
    [
      'auxiliary addresses',
      'services: { a: { image: x } }\nnetworks: { n: { ipam: { config: [{ subnet: 10.0.0.0/8, aux_addresses: { h: 10.0.0.9 } }] } } }\n',
      /aux_addresses is not supported/,
    ],
    ['devices by a driver’s name', 'services: { a: { image: x, devices: ["vendor.com/device=gpu:/dev/x"] } }\n', /CDI syntax/],
    ['volumes of another container', 'services: { a: { image: x, volumes_from: ["container:b"] } }\n', /volumes_from container/],
    ['the IPC namespace of a service', 'services: { a: { image: x, ipc: "service:b" }, b: { image: x } }\n', /service\.ipc service:NAME/],
    ['a negative limit', 'services: { a: { image: x, pids_limit: -1 } }\n', /negative service\.pids_limit/],
    ['link-local addresses', 'services: { a: { image: x, networks: { default: { link_local_ips: [169.254.1.1] } } } }\n', /link_local_ips/],
    ['secrets', 'services: { a: { image: x } }\nsecrets: { s: {} }\n', /^2:1 Top-level secrets/],
    ['a duplicate key', 'services:\n  a: { image: x }\n  a: { image: y }\n', /second time/],
    ['no services', 'version: "2.1"\n', /no services/],
    ['an empty file', '', /mapping with the key "services"/],
    ['a list', '- a\n', /mapping with the key "services"/],
  ])('%s', (_name, text, wanted) => {
    expect(errors(text).join('\n')).toMatch(wanted);
  });

  it('lets the host folders pass that balena mounts by label', () => {
    expect(errors('services:\n  a:\n    image: x\n    volumes: ["/sys:/sys"]\n')).toEqual([]);
  });
});
