import type { Facts } from '../state/session.ts';
import type { Identity } from './secrets.ts';

/** What names this machine's user, and the clouds and devices elsewhere that are theirs or their company's. */
export function identityOf({ identity, environments, lab }: Pick<Facts, 'identity' | 'environments' | 'lab'>): Identity | undefined {
  const own = environments.environments.flatMap(({ kind, address }) =>
    (kind === 'open-balena' || kind === 'device') && address !== undefined ? [address, address.replace(/:\d+$/, '')] : [],
  );
  const account = environments.chosen === 'practice' ? undefined : lab.account?.username;
  const others = account === undefined ? own : [...own, account];
  if (others.length === 0) return identity;
  return { user: '', host: '', home: '', ...identity, others: [...new Set(others)] };
}
