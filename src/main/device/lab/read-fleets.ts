import type { BalenaSDK } from 'balena-sdk';
import { z } from 'zod';
import type { FleetView } from '../../../shared/domain/device-view.ts';
import { patiently } from '../../environments/cloud/sdk.ts';

/** The newest releases of a fleet that are shown and checked. */
const releasesRead = 20;

const fleets = z.array(
  z.object({
    id: z.number(),
    slug: z.string(),
    app_name: z.string(),
    should_track_latest_release: z.boolean(),
    should_be_running__release: z.array(z.object({ commit: z.string() })),
    is_for__device_type: z.array(z.object({ slug: z.string() })),
    owns__release: z.array(
      z.object({
        id: z.number(),
        commit: z.string(),
        status: z.string(),
        created_at: z.string(),
        is_final: z.boolean(),
        release_image: z.array(
          z.object({
            image: z.array(
              z.object({
                // The API writes large numbers as text.
                image_size: z.union([z.number(), z.string()]).nullish(),
                is_a_build_of__service: z.array(z.object({ service_name: z.string() })),
              }),
            ),
          }),
        ),
      }),
    ),
  }),
);
type FleetRecord = z.infer<typeof fleets>[number];

/** The account's fleets with their newest releases. */
export async function readFleets(sdk: BalenaSDK): Promise<FleetView[]> {
  const answer: unknown = await patiently(() =>
    sdk.models.application.getAllDirectlyAccessible({
      $select: ['id', 'slug', 'app_name', 'should_track_latest_release'],
      $orderby: { app_name: 'asc' },
      $expand: {
        is_for__device_type: { $select: ['slug'] },
        should_be_running__release: { $select: ['commit'] },
        owns__release: {
          $select: ['id', 'commit', 'status', 'created_at', 'is_final'],
          $orderby: { created_at: 'desc' },
          $top: releasesRead,
          $expand: {
            release_image: {
              $select: ['id'],
              $expand: { image: { $select: ['id', 'image_size'], $expand: { is_a_build_of__service: { $select: ['service_name'] } } } },
            },
          },
        },
      },
    }),
  );
  return fleets.parse(answer).map((fleet) => ({
    id: fleet.id,
    slug: fleet.slug,
    name: fleet.app_name,
    deviceType: fleet.is_for__device_type[0]?.slug ?? '',
    ...pinnedCommitOf(fleet),
    releases: fleet.owns__release.map((release) => ({
      id: release.id,
      commit: release.commit,
      status: release.status,
      createdAt: Date.parse(release.created_at),
      ...(release.is_final ? {} : { isDraft: true }),
      images: release.release_image.flatMap(({ image }) =>
        image.map(({ image_size: size, is_a_build_of__service: [service] }) => ({
          service: service?.service_name ?? '',
          ...(size === null || size === undefined ? {} : { size: Number(size) }),
        })),
      ),
    })),
  }));
}

/** One that follows its newest release has a target release as well, which is that one. */
function pinnedCommitOf({ should_track_latest_release: isFollowing, should_be_running__release: [target] }: FleetRecord): {
  pinnedCommit?: string;
} {
  return isFollowing || target === undefined ? {} : { pinnedCommit: target.commit };
}
