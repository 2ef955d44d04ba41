import type { TargetService, TargetState } from '../../device/device-link.ts';
import type { Database, Json, Row } from '../database/model.ts';
import { isSingleServiceComposition } from '../builder/composition.ts';
import { deviceNameFor } from '../../device/device-name.ts';
import { objectOf, text } from '../database/values.ts';

/** What the device with this uuid shall do, by the fleet it belongs to; without a fleet only its name. */
export function targetState(uuid: string, database: Database): TargetState {
  const device = database.findBy('device', { uuid });
  const fleet = database.find('application', device?.['belongs_to__application']);
  if (device === undefined || fleet === undefined)
    return { deviceName: device === undefined ? deviceNameFor(uuid) : text(device['device_name']) };
  const release =
    database.find('release', device['is_pinned_on__release']) ?? database.find('release', fleet['should_be_running__release']);
  return {
    deviceName: text(device['device_name']),
    config: {
      ...variables('application_config_variable', { application: fleet.id }, database),
      ...variables('device_config_variable', { device: device.id }, database),
    },
    app: {
      id: fleet.id,
      slug: text(fleet['slug']),
      name: text(fleet['app_name']),
      uuid: text(fleet['uuid']),
      ...(release === undefined ? {} : { release: targetRelease(release, device, database) }),
    },
  };
}

type TargetRelease = NonNullable<NonNullable<TargetState['app']>['release']>;

function targetRelease(release: Row, device: Row, database: Database): TargetRelease {
  const composition = objectOf(release['composition']);
  const isSingleService = isSingleServiceComposition(composition);
  const services = database.filterBy('release_image', { is_part_of__release: release.id }).flatMap(({ image: imageId }) => {
    const image = database.find('image', imageId);
    const service = database.find('service', image?.['is_a_build_of__service']);
    if (image === undefined || service === undefined || image['status'] !== 'success') return [];
    return [targetService(image, service, device, isSingleService ? {} : composition, database)];
  });
  return {
    id: release.id,
    commit: text(release['commit']),
    services,
    volumes: Object.keys(objectOf(composition['volumes'])),
    networks: { ...objectOf(composition['networks']) },
    isSingleService,
  };
}

function targetService(
  image: Row,
  service: Row,
  device: Row,
  composition: Readonly<Record<string, Json>>,
  database: Database,
): TargetService {
  const name = text(service['service_name']);
  const install = database.findBy('service_install', { device: device.id, installs__service: service.id });
  return {
    serviceId: service.id,
    imageId: image.id,
    name,
    imageLocation: text(image['is_stored_at__image_location']),
    contentHash: text(image['content_hash']),
    // The narrower one wins: fleet, service, device, service on this device.
    environment: {
      ...variables('application_environment_variable', { application: service['application'] ?? null }, database),
      ...variables('service_environment_variable', { service: service.id }, database),
      ...variables('device_environment_variable', { device: device.id }, database),
      ...(install === undefined ? {} : variables('device_service_environment_variable', { service_install: install.id }, database)),
    },
    composition: { ...objectOf(objectOf(composition['services'])[name]) },
  };
}

function variables(resource: string, owner: Readonly<Record<string, Json>>, database: Database): Record<string, string> {
  return Object.fromEntries(database.filterBy(resource, owner).map((row) => [text(row['name']), text(row['value'])]));
}
