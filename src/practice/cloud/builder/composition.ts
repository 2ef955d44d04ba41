import type { Json } from '../database/model.ts';

/**
 * What a project without a compose file becomes: one service `main`, privileged and on the host's networking, with
 * `/data` in a volume of its own. It is the form in which the real builder stores such a release.
 */
const singleServiceComposition = {
  version: '2.1',
  networks: {},
  volumes: { 'resin-data': {} },
  services: {
    main: {
      build: { context: '.' },
      privileged: true,
      tty: true,
      restart: 'always',
      network_mode: 'host',
      volumes: ['resin-data:/data'],
      labels: {
        'io.resin.features.kernel-modules': '1',
        'io.resin.features.firmware': '1',
        'io.resin.features.dbus': '1',
        'io.resin.features.supervisor-api': '1',
        'io.resin.features.resin-api': '1',
      },
    },
  },
} as const satisfies Json;

export function makeSingleServiceComposition(): Json {
  return structuredClone(singleServiceComposition);
}

/** Whether a release was built from a project without a compose file. */
export function isSingleServiceComposition(composition: Json): boolean {
  return JSON.stringify(composition) === JSON.stringify(singleServiceComposition);
}
