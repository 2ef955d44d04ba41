/** `1234/tcp`, `1234`, `1234-1236`. */
export function tcpPorts(text: string): number[] {
  const match = /^(\d+)(?:-(\d+))?(?:\/tcp)?$/.exec(text);
  if (match === null) return [];
  const first = Number(match[1]);
  return Array.from({ length: Math.max(0, Number(match[2] ?? first) - first + 1) }, (_, index) => first + index);
}
