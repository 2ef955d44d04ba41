import type { EngineContainer } from '../../../shared/domain/engine-view.ts';

/**
 * What is read now, with the ports on which containers on the host's network were seen to listen before: once one has stopped, nothing else tells
 * which ports of the host were its own.
 */
export function withPastListeners(before: readonly EngineContainer[], now: readonly EngineContainer[]): EngineContainer[] {
  const known = new Map(before.map((container) => [container.id, container]));
  return now.map((container) => {
    const { id, networkMode, startedAt, listens = [] } = container;
    if (networkMode !== 'host') return container;
    const past = known.get(id);
    const kept = past?.startedAt === startedAt ? (past?.listened ?? []) : [];
    const listened = [...new Set([...kept, ...listens])].sort((first, second) => first - second);
    return listened.length === 0 ? container : { ...container, listened };
  });
}
