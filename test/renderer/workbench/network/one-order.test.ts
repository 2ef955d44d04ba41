import { describe, expect, it } from 'vitest';
import { inOneOrder } from '../../../../src/renderer/workbench/network/one-order.ts';
import { plannedDrawing, runningDrawing } from '../../../../src/renderer/workbench/network/subject.ts';
import * as engines from '../../support/fixtures/engine.ts';
import { planOfCompose } from '../../support/fixtures/plan.ts';

describe('the order of what is drawn', () => {
  const compose = (...services: string[]): string => `version: '2.1'\nservices:\n${services.join('')}networks:\n  back: {}\n  front: {}\n`;
  const page = '  page:\n    image: x\n    networks: [front]\n    ports: ["443:443", "80:80"]\n';
  const data = '  data:\n    image: x\n    networks: [back, front]\n    ports: ["8080:80"]\n';
  const view = engines.engineOf(
    0,
    [engines.bridge('front', 17), engines.bridge('back', 18)],
    [
      { name: 'data', on: { back: { address: '172.18.0.2' }, front: { address: '172.17.0.2' } }, ports: { 8080: 80 }, listens: [80] },
      { name: 'page', on: { front: { address: '172.17.0.3' } }, ports: { 80: 80, 443: 443 }, listens: [80, 443] },
    ],
  );

  it.each([[[page, data]], [[data, page]]])('is the same for what runs and for files that ask for just that', (files) => {
    const plan = planOfCompose(compose(...files)).topology;
    if (plan === undefined) throw new Error('the plan has errors');
    const order = ['page', 'data'];
    const running = runningDrawing(view, undefined);
    const { drawing, changes } = plannedDrawing(running, plan);
    expect(changes).toEqual([]);
    const [now, next] = [running, drawing].map((one) => inOneOrder(one, order).topology);
    expect(next?.services.map(({ name }) => name)).toEqual(order);
    expect(now?.services.map(({ name }) => name)).toEqual(order);
    expect(next?.services.map(({ published }) => published)).toEqual(now?.services.map(({ published }) => published));
    expect(next?.networks.map(({ name }) => name)).toEqual(now?.networks.map(({ name }) => name));
  });
});
