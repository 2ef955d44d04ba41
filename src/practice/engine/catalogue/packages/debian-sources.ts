/** One index of packages that `apt-get update` fetches. Sizes in bytes: what is transferred, and what lies in /var/lib/apt/lists. */
export interface PackageIndex {
  address: string;
  suite: string;
  releaseSize: number;
  packagesSize: number;
  listSize: number;
}

interface Source {
  indexes: readonly PackageIndex[];
  /** Host and path of the archive that packages come from. */
  archive: string;
}

const debian = 'http://deb.debian.org/debian';
const security = 'http://deb.debian.org/debian-security';
const ubuntu = 'http://archive.ubuntu.com/ubuntu';

// Release files and lists of trixie: as an update of November 2026 stored them (lists lie there compressed with lz4). What is
// transferred for packages, bookworm and Ubuntu: rounded from what such updates show.
const sources: Readonly<Record<string, Source>> = {
  trixie: {
    archive: debian,
    indexes: [
      { address: debian, suite: 'trixie', releaseSize: 140_421, packagesSize: 9_672_000, listSize: 20_801_783 },
      { address: debian, suite: 'trixie-updates', releaseSize: 47_300, packagesSize: 5_412, listSize: 9_071 },
      { address: security, suite: 'trixie-security', releaseSize: 43_409, packagesSize: 214_000, listSize: 622_703 },
    ],
  },
  bookworm: {
    archive: debian,
    indexes: [
      { address: debian, suite: 'bookworm', releaseSize: 151_000, packagesSize: 8_792_000, listSize: 18_600_000 },
      { address: debian, suite: 'bookworm-updates', releaseSize: 55_400, packagesSize: 6_924, listSize: 17_000 },
      { address: security, suite: 'bookworm-security', releaseSize: 48_000, packagesSize: 283_000, listSize: 860_000 },
    ],
  },
  noble: {
    archive: ubuntu,
    indexes: [
      { address: ubuntu, suite: 'noble', releaseSize: 256_000, packagesSize: 1_808_000, listSize: 19_000_000 },
      { address: ubuntu, suite: 'noble-updates', releaseSize: 126_000, packagesSize: 1_600_000, listSize: 9_000_000 },
    ],
  },
  jammy: {
    archive: ubuntu,
    indexes: [
      { address: ubuntu, suite: 'jammy', releaseSize: 270_000, packagesSize: 1_792_000, listSize: 17_500_000 },
      { address: ubuntu, suite: 'jammy-updates', releaseSize: 128_000, packagesSize: 2_900_000, listSize: 12_000_000 },
    ],
  },
};

/** Undefined for a release that the practice device has no packages of. */
export function packageSource(codename: string): Source | undefined {
  return Object.hasOwn(sources, codename) ? sources[codename] : undefined;
}
