import type { Call } from '../../define-program.ts';
import type { DebianMachine } from './machine.ts';

export const aptGetOptions = {
  yes: { short: 'y', long: 'yes', help: 'assume Yes to all queries and do not prompt' },
  assumeYes: { long: 'assume-yes', help: 'same as -y' },
  quiet: { short: 'q', long: 'quiet', help: 'loggable output, no progress indicator' },
  simulate: { short: 's', long: 'simulate', help: 'no-act. Perform ordering simulation' },
  downloadOnly: { short: 'd', long: 'download-only', help: 'download only, do NOT install or unpack archives' },
  noRecommends: { long: 'no-install-recommends', help: 'do not consider recommended packages as a dependency' },
  recommends: { long: 'install-recommends', help: 'consider recommended packages' },
  noSuggests: { long: 'no-install-suggests', help: '(always so here)' },
  reinstall: { long: 'reinstall', help: 're-install packages that are already installed' },
  purge: { long: 'purge', help: 'use purge instead of remove' },
  autoRemove: { long: 'auto-remove', help: 'remove packages that are no longer needed' },
  autoremove: { long: 'autoremove', help: 'same as --auto-remove' },
  fixMissing: { short: 'm', long: 'fix-missing', help: 'ignore missing packages' },
  fixBroken: { short: 'f', long: 'fix-broken', help: 'correct broken dependencies' },
  noUpgrade: { long: 'no-upgrade', help: 'do not upgrade packages' },
  onlyUpgrade: { long: 'only-upgrade', help: 'do not install new packages' },
  force: { long: 'force-yes', help: '(deprecated)' },
  allowDowngrades: { long: 'allow-downgrades', help: '(nothing is downgraded here)' },
  allowUnauthenticated: { long: 'allow-unauthenticated', help: '(always signed here)' },
  option: { short: 'o', long: 'option', value: 'OPTION', help: 'set a configuration option' },
  release: { short: 't', long: 'target-release', value: 'RELEASE', help: 'default release to install packages from' },
} as const;

/** A call of apt-get with the machine that it runs on. */
export type AptCall = Call<typeof aptGetOptions> & { machine: DebianMachine; names: readonly string[] };

/** What apt-get's errors end with. */
export const aptFailure = 100;
