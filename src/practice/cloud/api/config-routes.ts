import type { Database, Json } from '../database/model.ts';
import type { PublicRoute } from './route.ts';

/** What a client may know before it signs in. */
export function configRoutes(database: Database): PublicRoute[] {
  return [
    { methods: ['GET', 'HEAD'], path: /^\/ping$/, handle: () => ({ status: 200, text: 'OK' }) },
    { methods: ['GET'], path: /^\/config$/, handle: ({ incoming }) => ({ status: 200, json: configuration(incoming.headers.host ?? '') }) },
    { methods: ['GET'], path: /^\/config\/vars$/, handle: () => ({ status: 200, json: variables }) },
    { methods: ['GET'], path: /^\/device-types\/v1$/, handle: () => ({ status: 200, json: deviceTypes(database) }) },
  ];
}

function configuration(host: string): Json {
  return {
    deployment: null,
    deviceUrlsBase: 'devices.practice.localhost',
    adminUrl: '',
    apiUrl: host,
    actionsUrl: '',
    gitServerUrl: '',
    pubnub: {},
    ga: null,
  };
}

/** Which names of variables are the cloud's own: the CLI stores those as configuration. */
const variables: Json = {
  reservedNames: ['BALENA', 'RESIN', 'USER'],
  reservedNamespaces: ['BALENA_', 'RESIN_'],
  invalidRegex: '/^d|W/',
  whiteListedNames: ['BALENA_APP_RESTART_POLICY', 'BALENA_APP_RESTART_RETRIES', 'RESIN_APP_RESTART_POLICY', 'RESIN_APP_RESTART_RETRIES'],
  whiteListedNamespaces: ['BALENA_HOST_', 'BALENA_SUPERVISOR_', 'RESIN_HOST_', 'RESIN_SUPERVISOR_'],
  blackListedNames: ['BALENA_DEVICE_RESTART', 'RESIN_DEVICE_RESTART', 'RESIN_RESTART'],
  configVarSchema: {
    type: 'object',
    $schema: 'http://json-schema.org/draft-06/schema#',
    properties: {
      BALENA_SUPERVISOR_POLL_INTERVAL: { type: 'integer', description: 'Time between two updates, in milliseconds', default: 900000 },
      BALENA_SUPERVISOR_LOCAL_MODE: { enum: ['0', '1'], description: 'Local mode', default: '0' },
      BALENA_SUPERVISOR_LOG_CONTROL: { enum: ['0', '1'], description: 'Send the logs to the cloud', default: '1' },
    },
  },
};

function deviceTypes(database: Database): Json {
  return database.rows('device_type').map((type) => ({
    slug: type['slug'] ?? '',
    name: type['name'] ?? '',
    arch: database.find('cpu_architecture', type['is_of__cpu_architecture'])?.['slug'] ?? '',
    aliases: database.filterBy('device_type_alias', { device_type: type.id }).map((alias) => alias['is_referenced_by__alias'] ?? ''),
    state: 'RELEASED',
  }));
}
