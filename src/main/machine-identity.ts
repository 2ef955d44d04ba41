import { homedir, hostname, userInfo } from 'node:os';

/** Names that tell whose machine this is; empty where the system does not know one (an account without an entry, as in some containers). */
export function machineIdentity(): { user: string; host: string; home: string } {
  return { user: userName(), host: hostname(), home: homedir() };
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return '';
  }
}
