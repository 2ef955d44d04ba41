/** One report of a download: percent done after waiting so many milliseconds. */
export interface DownloadTick {
  percent: number;
  wait: number;
}

/**
 * How a download's progress goes: 80 ms for the smallest image, 400 ms from half a gigabyte on, told in steps of about
 * 40 ms. Nothing travels on the practice device; the steps are there so that a learner sees that an image is fetched.
 */
export function downloadPace(size: number): DownloadTick[] {
  const total = 80 + Math.min(320, (size / 500_000_000) * 320);
  const count = Math.max(2, Math.round(total / 40));
  return Array.from({ length: count }, (_, index) => ({
    percent: Math.round(((index + 1) / count) * 100),
    wait: Math.round(total / count),
  }));
}
