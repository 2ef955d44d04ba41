import { alias, collection, field, optional, reference } from '../model.ts';
import type { Resource } from '../model.ts';

/** What the cloud offers: processor architectures and types of devices. */
export const catalogueResources: readonly Resource[] = [
  {
    name: 'cpu_architecture',
    firstId: 1,
    isReadOnly: true,
    unique: [['slug']],
    properties: {
      slug: field('text'),
      device_type: collection('device_type', 'is_of__cpu_architecture'),
      is_supported_by__device_type: alias('device_type'),
    },
  },
  {
    name: 'device_type',
    firstId: 1,
    isReadOnly: true,
    unique: [['slug']],
    properties: {
      slug: field('text'),
      name: field('text'),
      is_of__cpu_architecture: reference('cpu_architecture'),
      supports__cpu_architecture: alias('is_of__cpu_architecture'),
      logo: optional('text'),
      contract: optional('json'),
      is_private: field('boolean', { initial: () => false }),
      is_default_for__application: collection('application', 'is_for__device_type'),
      device: collection('device', 'is_of__device_type'),
      describes__device: alias('device'),
      device_type_alias: collection('device_type_alias', 'device_type'),
      is_referenced_by__alias: alias('device_type_alias'),
      device_type__is_referenced_by__alias: alias('device_type_alias'),
    },
  },
  {
    name: 'device_type_alias',
    firstId: 1,
    isReadOnly: true,
    unique: [['is_referenced_by__alias']],
    properties: { device_type: reference('device_type'), is_referenced_by__alias: field('text') },
  },
  {
    name: 'application_type',
    firstId: 5,
    isReadOnly: true,
    unique: [['slug']],
    properties: {
      name: field('text'),
      slug: field('text'),
      description: optional('text'),
      supports_web_url: field('boolean', { initial: () => true }),
      supports_multicontainer: field('boolean', { initial: () => true }),
      supports_gateway_mode: field('boolean', { initial: () => false }),
      requires_payment: field('boolean', { initial: () => false }),
      is_legacy: field('boolean', { initial: () => false }),
      is_of__application: collection('application', 'application_type'),
    },
  },
];
