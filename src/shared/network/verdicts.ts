import type { Rule, Verdict } from './request.ts';
import type { ServiceNode } from './topology.ts';

export function noWayOut(service: ServiceNode): Verdict {
  return fail('timeout', 'internal-network', `${service.name} is only on internal networks: nothing leads out of them.`);
}

export function fail(verdict: Exclude<Verdict['verdict'], 'delivered'>, rule: Rule, reason: string): Verdict {
  return { verdict, rule, reason };
}
