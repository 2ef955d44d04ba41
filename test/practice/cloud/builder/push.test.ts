import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { archive, push, readPush, sendPush } from '../support/push.ts';
import { eventually, startCloud } from '../support/start-cloud.ts';
import type { StartedCloud } from '../support/start-cloud.ts';

const dockerfile = 'FROM debian:trixie-slim\nCMD ["sleep", "infinity"]\n';

let started: StartedCloud;
let fleet: number;

beforeEach(async () => {
  started = await startCloud();
  fleet = await started.createFleet();
});
afterEach(() => started.close());

const releases = () => started.get("/release?$filter=belongs_to__application/slug eq 'practice/singleservice'&$orderby=id asc");

describe('a push', () => {
  it('writes the log of the real builder in its order', async () => {
    const { messages, text, isSuccess, isError } = await push(started, { Dockerfile: dockerfile });
    const [release] = await releases();
    expect(messages[0]).toEqual({ type: 'metadata', resource: 'buildLogId', value: release?.['id'] });
    const order = [
      /^\[Info\] {5}Starting build for SingleService, user learner$/m,
      /^\[Info\] {5}Dashboard link: http:\/\/127\.0\.0\.1:\d+\/apps\/\d+\/devices$/m,
      /^\[Info\] {5}Building on \w+$/m,
      /^\[Info\] {5}Pulling previous images for caching purposes\.\.\.$/m,
      /^\[Success\] {2}Successfully pulled cache images$/m,
      /^\[main\] {5}Step 1\/2 : FROM debian:trixie-slim$/m,
      /^\[main\] {5}Step 2\/2 : CMD \["sleep", "infinity"\]$/m,
      /^\[main\] {5}Successfully built [0-9a-f]{12}$/m,
      /^\[Info\] {5}Uploading images$/m,
      /^\[Success\] {2}Successfully uploaded images$/m,
      /^\[Info\] {5}Built on \w+$/m,
      /^\[Success\] {2}Release successfully created!$/m,
      new RegExp(`^\\[Info\\] {5}Release: ${String(release?.['commit'])} \\(id: ${String(release?.['id'])}\\)$`, 'm'),
      /^\[Info\] {5}│ Service │ Image Size │ Build Time │$/m,
      /^\[Info\] {5}│ main {4}│ 128\.00 MB {2}│ < 1 second │$/m,
      /^\[Info\] {5}Build finished in /m,
    ].map((pattern) => text.search(pattern));
    expect(order).not.toContain(-1);
    expect(order).toEqual(order.toSorted((left, right) => left - right));
    expect(messages.at(-1)).toMatchObject({ isSuccess: true });
    expect({ isSuccess, isError }).toEqual({ isSuccess: true, isError: false });
  });

  it('makes the release that the device shall run', async () => {
    await started.register(fleet);
    started.device.calls.length = 0;
    await push(started, {
      'Dockerfile.template':
        'FROM balenalib/%%BALENA_MACHINE_NAME%%-debian\nLABEL a=%%RESIN_ARCH%%/%%BALENA_SERVICE_NAME%%/%%BALENA_APP_NAME%%\n',
    });
    const [release] = await releases();
    await eventually('update', () => (started.device.calls.includes('update') ? true : undefined));
    const target = started.cloud.asSeenByDevice.targetState(started.device.uuid);
    expect(target.app?.release).toMatchObject({
      id: release?.['id'],
      commit: release?.['commit'],
      isSingleService: true,
      services: [
        {
          name: 'main',
          environment: {},
          composition: {},
          imageLocation: expect.stringMatching(/^registry2\.practice\.localhost\/v2\/[0-9a-f]{32}$/) as string,
        },
      ],
    });
    const { contentHash } = target.app?.release?.services[0] ?? { contentHash: '' };
    await expect(started.cloud.asSeenByDevice.image(contentHash)).resolves.toMatchObject({ id: contentHash, size: 128 * 1024 * 1024 });
    expect(started.engine.requests[0]?.context.files.get('Dockerfile')?.content.toString()).toBe(
      'FROM balenalib/generic-amd64-debian\nLABEL a=amd64/main/SingleService\n',
    );
    const [image] = await started.get(`/image?$expand=is_a_build_of__service($select=service_name)`);
    expect(image).toMatchObject({
      status: 'success',
      image_size: 128 * 1024 * 1024,
      project_type: 'Dockerfile.template',
      is_a_build_of__service: [{ service_name: 'main' }],
    });
  });

  it("that fails ends in the builder's words and leaves the fleet at its last good release", async () => {
    await push(started, { Dockerfile: dockerfile });
    const { text, isError, isSuccess } = await push(started, { Dockerfile: 'FROM debian:trixie-slim\nRUN fail\n' });
    expect(text).toContain("The command '/bin/sh -c fail' returned a non-zero code: 127");
    expect(text).toMatch(/Some services failed to build:[^]*Service: main[^]*Not deploying release\.$/);
    expect({ isError, isSuccess }).toEqual({ isError: true, isSuccess: false });
    const [good, bad] = await releases();
    expect([good?.['status'], bad?.['status']]).toEqual(['success', 'failed']);
    expect(await started.get(`/application(${fleet})?$select=should_be_running__release`)).toEqual([
      { should_be_running__release: { __id: good?.['id'] } },
    ]);
    expect(await started.get("/image?$filter=status eq 'failed'&$select=error_message")).toEqual([
      { error_message: "The command '/bin/sh -c fail' returned a non-zero code: 127" },
    ]);
  });

  it('with --draft makes a release that the fleet does not follow', async () => {
    await push(started, { Dockerfile: dockerfile });
    const response = await started.request('/v3/build?slug=practice/singleservice&isdraft=true', {
      method: 'POST',
      body: new Uint8Array(await archive({ Dockerfile: dockerfile })),
    });
    expect((await readPush(response)).isSuccess).toBe(true);
    const [followed, draft] = await releases();
    expect(draft).toMatchObject({ is_final: false, status: 'success', raw_version: expect.stringMatching(/^0\.0\.0-\d+$/) as string });
    expect(await started.get(`/application(${fleet})?$select=should_be_running__release`)).toEqual([
      { should_be_running__release: { __id: followed?.['id'] } },
    ]);
  });

  it('that is detached answers at once and is built all the same', async () => {
    const gate = Promise.withResolvers<null>();
    started.engine.gate = gate.promise;
    const response = await started.request('/v3/build?slug=practice/singleservice&headless=true', {
      method: 'POST',
      body: new Uint8Array(await archive({ Dockerfile: dockerfile })),
    });
    const answer = (await response.json()) as { started: boolean; releaseId: number };
    expect(await started.get(`/release(${answer.releaseId})?$select=status`)).toEqual([{ status: 'running' }]);
    gate.resolve(null);
    await eventually('success', async () =>
      (await started.get(`/release(${answer.releaseId})?$select=status`))[0]?.['status'] === 'success' ? true : undefined,
    );
  });

  it('passes --nocache on', async () => {
    const response = await started.request('/v3/build?slug=practice/singleservice&nocache=true', {
      method: 'POST',
      body: new Uint8Array(await archive({ Dockerfile: dockerfile })),
    });
    expect((await readPush(response)).text).not.toContain('Pulling previous images');
    expect(started.engine.requests[0]?.noCache).toBe(true);
  });

  it('is cancelled when its client goes away, and when its release is cancelled', async () => {
    started.engine.gate = new Promise(() => undefined);
    const abort = new AbortController();
    const upload = await archive({ Dockerfile: dockerfile });
    const sent = sendPush(started, upload, '', abort.signal);
    const first = await eventually('a build', async () => (await releases())[0]);
    await sent;
    abort.abort();
    await eventually('cancelled', async () =>
      (await started.get(`/release(${String(first['id'])})?$select=status`))[0]?.['status'] === 'cancelled' ? true : undefined,
    );

    const second = sendPush(started, upload);
    const running = await eventually('a build', async () => (await releases())[1]);
    await started.request(`/v7/release(${String(running['id'])})?$filter=status ne 'success'`, {
      method: 'PATCH',
      body: JSON.stringify({ status: 'cancelled', end_timestamp: Date.now() }),
    });
    expect((await readPush(await second)).isSuccess).toBe(false);
    expect((await releases())[1]).toMatchObject({ status: 'cancelled', end_timestamp: expect.stringMatching(/^20/) as string });
  });

  it('builds every service of a compose file from its own folder', async () => {
    const { text, isSuccess } = await push(started, {
      'docker-compose.yml': [
        'version: "2.1"',
        'services:',
        '  frontend: { build: ./frontend, environment: ["A=1", "B"], command: "npm \'run it\'", ports: ["80:80"], depends_on: [backend] }',
        '  backend: { build: { context: backend, dockerfile: Docker.custom, args: { X: "${LEVEL:-1}" }, labels: { a: b } }, env_file: ./backend/values }',
        '  cache: { image: "busybox:latest", networks: { inner: { ipv4_address: 172.28.0.5 } }, volumes: ["my-data:/data"] }',
        'volumes: { my-data: {} }',
        'networks: { inner: { internal: true } }',
      ].join('\n'),
      '.env': 'LEVEL=7\n',
      'frontend/Dockerfile.template': 'FROM node-%%BALENA_ARCH%%\n',
      'frontend/index.js': '1',
      'backend/Docker.custom': 'FROM node\n',
      'backend/values': 'COLOUR=red\n',
    });
    expect(isSuccess).toBe(true);
    expect(text).toMatch(/^\[frontend\] {2}Step 1\/1 : FROM node-amd64$/m);
    expect(text).toMatch(/^\[cache\] {5}Pulling image busybox:latest$/m);
    expect(started.engine.requests.map(({ context, dockerfile: path }) => [path, [...context.files.keys()].toSorted()])).toEqual([
      ['Dockerfile', ['Dockerfile', 'Dockerfile.template', 'index.js']],
      ['Docker.custom', ['Docker.custom', 'values']],
      ['Dockerfile', ['Dockerfile']],
    ]);
    expect(started.engine.requests[1]).toMatchObject({ arguments: { X: '7' }, labels: { a: 'b' } });
    await started.register(fleet);
    const release = started.cloud.asSeenByDevice.targetState(started.device.uuid).app?.release;
    expect(release?.isSingleService).toBe(false);
    expect(release?.volumes).toEqual(['my-data']);
    expect(release?.networks).toEqual({ inner: { internal: true, ipam: {} }, default: { ipam: {} } });
    expect(release?.services.map(({ name }) => name)).toEqual(['frontend', 'backend', 'cache']);
    expect(release?.services.map(({ composition }) => composition)).toEqual([
      {
        build: { context: 'frontend', dockerfile: 'Dockerfile' },
        environment: { A: '1', B: '' },
        command: ['npm', 'run it'],
        ports: ['80:80'],
        depends_on: ['backend'],
        networks: { default: null },
      },
      {
        build: { context: 'backend', dockerfile: 'Docker.custom', args: { X: '7' }, labels: { a: 'b' } },
        environment: { COLOUR: 'red' },
        networks: { default: null },
      },
      { image: 'busybox:latest', networks: { inner: { ipv4_address: '172.28.0.5' } }, volumes: ['my-data:/data'] },
    ]);
  });

  it('takes the Dockerfile for the device type before that for the architecture, the template and the plain one, for each service', async () => {
    const variants = ['Dockerfile', 'Dockerfile.template', 'Dockerfile.amd64', 'Dockerfile.generic-amd64'];
    const files = variants.flatMap((_name, index) =>
      variants.slice(0, index + 1).map((name): [string, string] => [`s${index}/${name}`, `FROM ${name.toLowerCase()}\n`]),
    );
    const services = variants.map((_name, index) => `  s${index}: { build: s${index} }`);
    const { text } = await push(started, { ...Object.fromEntries(files), 'docker-compose.yml': ['services:', ...services].join('\n') });
    expect(variants.map((_name, index) => new RegExp(`\\[s${index}\\] +Step 1/1 : FROM (\\S+)`).exec(text)?.[1])).toEqual([
      'dockerfile',
      'dockerfile.template',
      'dockerfile.amd64',
      'dockerfile.generic-amd64',
    ]);
    const images = await started.get('/image?$select=project_type&$orderby=id asc');
    expect(images.map((image) => image['project_type'])).toEqual([
      'Standard Dockerfile',
      'Dockerfile.template',
      'Architecture-specific Dockerfile',
      'Architecture-specific Dockerfile',
    ]);
  });

  it('passes the target stage on', async () => {
    await push(started, {
      'docker-compose.yml': 'services: { main: { build: { context: ., target: first } } }\n',
      Dockerfile: 'FROM a AS first\nFROM b\n',
    });
    expect(started.engine.requests[0]?.target).toBe('first');
  });

  it('builds services side by side, and lists them in the order of the file', async () => {
    const gate = Promise.withResolvers<null>();
    started.engine.gate = gate.promise;
    const files = Object.fromEntries(['one', 'two', 'three'].map((name) => [`${name}/Dockerfile`, 'FROM a\nRUN b\n']));
    const compose = 'services: { one: { build: one }, two: { build: two }, three: { build: three } }\n';
    const sent = push(started, { ...files, 'docker-compose.yml': compose });
    await eventually('three builds', () => (started.engine.requests.length === 3 ? true : undefined));
    gate.resolve(null);
    const { text } = await sent;
    const first = ['one', 'two', 'three'].map((name) => text.indexOf(`[${name}]`));
    expect(Math.max(...first)).toBeLessThan(text.indexOf('Step 2/2'));
    expect(text.match(/│ (one|two|three) /g)).toEqual(['│ one ', '│ two ', '│ three ']);
  });

  it('of which one service fails names that one and makes no release of the others', async () => {
    const { text, isError } = await push(started, {
      'docker-compose.yml': 'services: { good: { build: good }, bad: { build: bad } }\n',
      'good/Dockerfile': 'FROM a\n',
      'bad/Dockerfile': 'FROM a\nRUN fail\n',
    });
    expect(isError).toBe(true);
    expect(text).toMatch(/^\[good\] {5}Successfully built/m);
    expect(text).toMatch(/Service: bad[^]*Error: The command '\/bin\/sh -c fail' returned a non-zero code: 127/);
    expect(text).not.toContain('Service: good');
    expect((await releases()).map((release) => release['status'])).toEqual(['failed']);
  });
});

describe('a push that cannot be built', () => {
  it.each<[string, Record<string, string>, RegExp]>([
    ['no Dockerfile', { 'index.js': '1' }, /Could not find a Dockerfile or Dockerfile\.template/],
    ['only a package.json', { 'package.json': '{}' }, /package\.json alone are not supported/],
    [
      'an unknown template variable',
      { 'Dockerfile.template': 'FROM %%BALENA_TOASTER%%\n' },
      /%%BALENA_TOASTER%% is not known\. There are: %%BALENA_ARCH%%/,
    ],
    ['a path outside of the project', { '../evil': 'x', Dockerfile: dockerfile }, /"\.\.\/evil", a path outside of the project/],
    ['an absolute path', { '/etc/passwd': 'x', Dockerfile: dockerfile }, /"\/etc\/passwd", a path outside/],
    ['a broken compose file', { 'docker-compose.yml': 'services:\n\tmain: {}\n' }, /docker-compose\.yml:2:1: a tab indents this line/],
    ['a compose file without services', { 'docker-compose.yml': 'services: {}\n' }, /docker-compose\.yml:1:1: no services/],
    [
      'a service without build and image',
      { 'docker-compose.yml': 'services: { main: {} }\n' },
      /docker-compose\.yml:1:19: service "main" has neither an image nor a build context specified/,
    ],
    [
      'what balena does not take, with every place',
      {
        'docker-compose.yml': 'services:\n  main:\n    build: .\n    volumes:\n      - /etc:/etc\n    scale: 2\n    colour: red\n',
        Dockerfile: dockerfile,
      },
      /:5:9: service\.volumes cannot be of type "bind"[^]*:6:5: service\.scale is not allowed[^]*:7:5: additional properties 'colour' not allowed/,
    ],
    [
      'a volume that is not declared',
      { 'docker-compose.yml': 'services: { main: { image: a, volumes: ["data:/data"] } }\n' },
      /docker-compose\.yml:1:\d+: volume "data" is not declared/,
    ],
    [
      'what only Docker’s newer builder has',
      { 'docker-compose.yml': 'services: { main: { build: { context: ., shm_size: 1g } } }\n', Dockerfile: dockerfile },
      /service "main": build\.shm_size is not supported on the practice builder/,
    ],
    [
      'a file of variables that is not there',
      { 'docker-compose.yml': 'services: { main: { image: a, env_file: values } }\n' },
      /env file values not found/,
    ],
    ['a context that is not there', { 'docker-compose.yml': 'services: { main: { build: ./nowhere } }\n' }, /no such folder/],
    ['a context outside', { 'docker-compose.yml': 'services: { main: { build: ../up } }\n' }, /outside of the project/],
    [
      'build secrets',
      { '.balena/balena.yml': 'build-secrets: { global: [] }\n', Dockerfile: dockerfile },
      /build-secrets are not supported/,
    ],
    ['no files at all', {}, /The upload is empty/],
  ])('says so: %s', async (_name, files, message) => {
    const { text, isError } = await push(started, files);
    expect(text).toMatch(message);
    expect(isError).toBe(true);
    expect(await releases()).toEqual([]);
  });

  it('says so: an upload that was cut off, or is no archive', async () => {
    const upload = await archive({ Dockerfile: dockerfile, data: 'x'.repeat(100_000) });
    expect((await readPush(await sendPush(started, upload.subarray(0, upload.length - 20)))).text).toMatch(
      /The upload was cut off: push again/,
    );
    expect((await readPush(await sendPush(started, Buffer.from('hello, I am not a gzip')))).text).toMatch(
      /The upload is not a gzipped tar archive/,
    );
    expect((await readPush(await sendPush(started, Buffer.alloc(0)))).isError).toBe(true);
  });

  it('says so to a detached one in its answer', async () => {
    const response = await started.request('/v3/build?slug=practice/singleservice&headless=true', {
      method: 'POST',
      body: new Uint8Array(await archive({ a: 'b' })),
    });
    expect(await response.json()).toEqual({
      started: false,
      error: 'BadRequest',
      message: expect.stringMatching(/Could not find a Dockerfile/) as string,
    });
  });

  it('is refused for a fleet that does not exist, or of another organization', async () => {
    const upload = await archive({ Dockerfile: dockerfile });
    const send = async (slug: string) =>
      readPush(await started.request(`/v3/build?slug=${slug}`, { method: 'POST', body: new Uint8Array(upload) }));
    expect((await send('practice/nothing')).text).toMatch(/fleet practice\/nothing does not exist/);
    expect((await send('balena_os/generic-amd64')).text).toMatch(/may not push to balena_os\/generic-amd64/);
    const stranger = await started.request('/v3/build?slug=practice/singleservice', {
      method: 'POST',
      body: new Uint8Array(upload),
      headers: { authorization: 'Bearer wrong' },
    });
    expect(stranger.status).toBe(401);
  });

  it('keeps the .balena folder out of the image and its variables for the build', async () => {
    await push(started, {
      '.balena/registry-secrets.json': '{"a":1}',
      '.balena/balena.yml': 'build-variables: { global: ["A=1"], services: { main: { B: 2 } } }\n',
      Dockerfile: dockerfile,
    });
    expect(started.engine.requests[0]?.arguments).toEqual({ A: '1', B: '2' });
    expect([...(started.engine.requests[0]?.context.files.keys() ?? [])]).toEqual(['Dockerfile']);
  });
});
