/**
 * What is asked of a device's host OS to know what its engine holds: one line for its shell (balenaOS: bash and BusyBox), whose answer has a
 * heading before each part. Listening sockets are read from /proc of each container's first process, so that nothing runs inside containers.
 */

export type Part = 'containers' | 'networks' | 'volumes' | 'images' | 'sockets';

const heading = '@fleetlab';

/** Of containers in host mode, /proc tells all of the host's sockets: their own are those that a process of theirs has open. */
export const engineScript = [
  say('containers'),
  'c=$(balena ps -aq --no-trunc)',
  '[ -z "$c" ] || balena inspect -s $c',
  say('networks'),
  'balena network inspect $(balena network ls -q)',
  say('volumes'),
  'v=$(balena volume ls -q)',
  '[ -z "$v" ] || balena volume inspect $v',
  say('images'),
  'i=$(balena images -q --no-trunc)',
  '[ -z "$i" ] || balena image inspect $i',
  say('sockets'),
  'echo "net 1"',
  'cat /proc/net/tcp /proc/net/tcp6 2>/dev/null',
  'r=$(balena ps -q --no-trunc)',
  '[ -z "$r" ] || balena inspect -f "{{.Id}} {{.State.Pid}} {{.HostConfig.NetworkMode}}" $r | while read -r id pid mode',
  'do if [ "$mode" = host ]',
  'then echo "host $id"',
  'for p in $(grep -l "$id" /proc/[0-9]*/cgroup 2>/dev/null)',
  'do echo process',
  'ls -l "${p%/cgroup}/fd" 2>/dev/null',
  'done',
  'else echo "net $id"',
  'cat "/proc/$pid/net/tcp" "/proc/$pid/net/tcp6" 2>/dev/null',
  'fi',
  'done',
  'true',
].join('; ');

/** `history` of images, newest layer first, as lines of JSON after each one's heading. Ids must be `sha256:…`. */
export function historyScript(imageIds: readonly string[]): string {
  return imageIds.map((id) => `echo "${heading} ${id}"; balena history --human=false --no-trunc --format "{{json .}}" ${id}`).join('; ');
}

/** The text after each heading. */
export function splitAnswer(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  let name: string | undefined;
  let lines: string[] = [];
  const finish = () => {
    if (name !== undefined) found.set(name, lines.join('\n'));
  };
  for (const line of text.split('\n')) {
    if (line.startsWith(`${heading} `)) {
      finish();
      name = line.slice(heading.length + 1).trim();
      lines = [];
    } else lines.push(line);
  }
  finish();
  return found;
}

function say(part: Part): string {
  return `echo "${heading} ${part}"`;
}
