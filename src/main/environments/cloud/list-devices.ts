import { z } from 'zod';
import type { AccountDevice } from '../../../shared/domain/device-view.ts';
import { FleetlabError } from '../../../shared/errors.ts';
import type { Cloud } from '../environment.ts';
import { isUnauthorized, openSdk, patiently } from './sdk.ts';

/** More than a person looks through; a search finds them by name in the dashboard. */
const most = 500;

const devices = z.array(
  z.object({
    uuid: z.string(),
    device_name: z.string(),
    is_online: z.boolean(),
    is_of__device_type: z.array(z.object({ slug: z.string() })),
    belongs_to__application: z.array(z.object({ app_name: z.string() })),
  }),
);

/** The devices of the account, by name. Rejects with FleetlabError `signed-out`, or as the cloud cannot be reached. */
export async function listDevices(cloud: Cloud, dataDirectory: string): Promise<AccountDevice[]> {
  const sdk = await openSdk(cloud, dataDirectory);
  try {
    const answer: unknown = await patiently(() =>
      sdk.pine.get({
        resource: 'device',
        options: {
          $select: ['uuid', 'device_name', 'is_online'],
          $expand: { is_of__device_type: { $select: ['slug'] }, belongs_to__application: { $select: ['app_name'] } },
          $orderby: { device_name: 'asc' },
          $top: most,
        },
      }),
    );
    return devices.parse(answer).map((device) => {
      const fleet = device.belongs_to__application[0]?.app_name;
      return {
        uuid: device.uuid,
        name: device.device_name,
        deviceType: device.is_of__device_type[0]?.slug ?? '',
        isOnline: device.is_online,
        ...(fleet === undefined ? {} : { fleet }),
      };
    });
  } catch (error) {
    if (isUnauthorized(error)) throw new FleetlabError('signed-out', 'Nobody is signed in.', 'Sign in first.');
    throw new FleetlabError('unreachable', 'The list of devices could not be read.', 'Try again.', { cause: error });
  }
}
