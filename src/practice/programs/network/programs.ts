import { curl } from './curl.ts';
import { ifconfig, ip } from './interfaces.ts';
import { getent, nslookup } from './lookups.ts';
import { nc } from './nc.ts';
import { busyboxPing, ping } from './ping.ts';
import { netstat, ss } from './sockets.ts';
import { busyboxWget, wget } from './wget.ts';

/** Programs that use the network or tell of it. */
export const networkTools = {
  'busybox ping': busyboxPing,
  'busybox wget': busyboxWget,
  curl,
  getent,
  ifconfig,
  ip,
  nc,
  netstat,
  nslookup,
  ping,
  ss,
  wget,
};
