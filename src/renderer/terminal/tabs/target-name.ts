import type { TerminalTarget } from '../../../shared/domain/terminal.ts';

/** As it is written in a sentence or on a tab. */
export function targetName(target: TerminalTarget): string {
  switch (target.kind) {
    case 'laptop':
      return 'laptop';
    case 'host-os':
      return 'host OS';
    case 'service':
      return target.service;
  }
}
