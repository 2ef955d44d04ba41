import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planTransaction, predecessors, TransactionError } from '../../../../src/practice/programs/systemd/manager/transaction.ts';
import type { PlannedJob } from '../../../../src/practice/programs/systemd/manager/transaction.ts';
import { addEdge, edgesOf } from '../../../../src/practice/programs/systemd/manager/unit.ts';
import type { Edge, ForwardEdge, UnitNode } from '../../../../src/practice/programs/systemd/manager/unit.ts';

interface Node extends UnitNode {
  edges: Map<Edge, Set<Node>>;
}

function node(id: string): Node {
  return { id, type: 'service', load: 'loaded', active: 'inactive', edges: new Map(), ignoreOnIsolate: false, isPerpetual: false };
}

function graph(...relations: (readonly [string, ForwardEdge, string])[]): (name: string) => Node {
  const nodes = new Map<string, Node>();
  const get = (name: string): Node => {
    const known = nodes.get(name) ?? node(name);
    nodes.set(name, known);
    return known;
  };
  for (const [from, edge, to] of relations) addEdge(get(from), edge, get(to));
  return get;
}

const named = (jobs: ReadonlyMap<Node, PlannedJob<Node>>): string[] =>
  [...jobs.values()].map(({ unit, type }) => `${type} ${unit.id}`).sort();

/** Runs the jobs one at a time, each once nothing has to be waited for; those that never can are left. */
function runAll(jobs: Map<Node, PlannedJob<Node>>): Node[] {
  const done: Node[] = [];
  for (;;) {
    const next = [...jobs.values()].find((job) => predecessors(job, jobs).length === 0);
    if (next === undefined) return done;
    jobs.delete(next.unit);
    done.push(next.unit);
  }
}

describe('a transaction', () => {
  it('takes what is required, and what is wished for as far as it can', () => {
    const get = graph(
      ['a', 'requires', 'b'],
      ['a', 'wants', 'c'],
      ['a', 'wants', 'masked'],
      ['c', 'requires', 'gone'],
      ['b', 'wants', 'd'],
    );
    get('masked').load = 'masked';
    get('gone').load = 'not-found';
    expect(named(planTransaction(get('a'), 'start').jobs)).toEqual(['start a', 'start b', 'start d']);
  });

  it('is refused where a requirement cannot be met', () => {
    const get = graph(['a', 'requires', 'b']);
    get('b').load = 'masked';
    expect(() => planTransaction(get('a'), 'start')).toThrow(new TransactionError('masked', 'Unit b is masked.'));
  });

  it('stops what is in conflict, and what requires a unit that stops', () => {
    const get = graph(['a', 'conflicts', 'b'], ['c', 'requires', 'b'], ['d', 'wants', 'b']);
    for (const name of ['b', 'c', 'd']) get(name).active = 'active';
    expect(named(planTransaction(get('a'), 'start').jobs)).toEqual(['start a', 'stop b', 'stop c']);
  });

  it('isolates: all that nobody wants stops', () => {
    const get = graph(['a', 'requires', 'b']);
    for (const name of ['x', 'y', 'b']) get(name).active = 'active';
    get('y').ignoreOnIsolate = true;
    expect(named(planTransaction(get('a'), 'start', { isolate: ['a', 'b', 'x', 'y'].map(get) }).jobs)).toEqual(['start a', 'stop x']);
  });

  it('breaks a cycle in the order and says so', () => {
    const get = graph(
      ['t', 'wants', 'a'],
      ['t', 'wants', 'b'],
      ['t', 'wants', 'c'],
      ['a', 'after', 'b'],
      ['b', 'after', 'c'],
      ['c', 'after', 'a'],
    );
    const { jobs, messages } = planTransaction(get('t'), 'start');
    expect(jobs.size).toBe(3);
    expect(messages.map(({ text }) => text.replaceAll(/[abc]\//g, '*/'))).toEqual([
      'Found ordering cycle on */start',
      'Found dependency on */start',
      'Found dependency on */start',
      'Job */start deleted to break ordering cycle starting with */start',
    ]);
  });

  it('fails where every job of a cycle is needed', () => {
    const get = graph(['a', 'requires', 'b'], ['a', 'after', 'b'], ['b', 'after', 'a']);
    expect(() => planTransaction(get('a'), 'start')).toThrow('Transaction order is cyclic. See system logs for details.');
  });

  it('respects every order, always comes to an end, and stops in reverse', () => {
    const count = 12;
    const relation = fc.tuple(fc.nat(count - 1), fc.constantFrom<ForwardEdge>('wants', 'after', 'after', 'requires'), fc.nat(count - 1));
    fc.assert(
      fc.property(fc.array(relation, { maxLength: 60 }), fc.boolean(), (relations, hasCycles) => {
        const nodes = Array.from({ length: count }, (_, index) => node(`u${index}`));
        const root = node('root');
        for (const each of nodes) addEdge(root, 'wants', each);
        for (const [from, edge, to] of relations) {
          // Without cycles: what comes after has the higher number.
          const [one, other] = hasCycles || from > to ? [from, to] : [to, from];
          const [left, right] = [nodes[one], nodes[other]];
          if (left !== undefined && right !== undefined && left !== right) addEdge(left, edge, right);
        }
        const { jobs, messages } = planTransaction(root, 'start');
        const planned = new Set(jobs.keys());
        if (!hasCycles) expect([messages.length, planned.size]).toEqual([0, count + 1]);
        // A job never stays without what it requires.
        for (const unit of planned) for (const other of edgesOf(unit, 'requires')) expect(planned.has(other)).toBe(true);
        const order = runAll(jobs);
        expect(order).toHaveLength(planned.size);
        for (const unit of planned)
          for (const earlier of edgesOf(unit, 'after'))
            if (planned.has(earlier)) expect(order.indexOf(earlier)).toBeLessThan(order.indexOf(unit));
        if (hasCycles) return;
        for (const unit of nodes) unit.active = 'active';
        const stops = new Map(nodes.map((unit) => [unit, { unit, type: 'stop' as const, needs: new Set<PlannedJob<Node>>() }]));
        const stopped = runAll(stops);
        for (const unit of nodes)
          for (const earlier of edgesOf(unit, 'after')) expect(stopped.indexOf(unit)).toBeLessThan(stopped.indexOf(earlier));
      }),
      { numRuns: 500 },
    );
  });
});
