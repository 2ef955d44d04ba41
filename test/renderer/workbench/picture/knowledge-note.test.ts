import { describe, expect, it } from 'vitest';
import { knowledgeWords } from '../../../../src/renderer/workbench/picture/knowledge-note.tsx';
import { bothBridged, manyServices } from '../../support/fixtures/engine.ts';

describe('what is known of a device whose traffic is not seen', () => {
  it('names the services whose ports are inferred', () => {
    const view = bothBridged(0);
    expect(knowledgeWords('network', view)).not.toContain('Inferred');
    const [frontend] = view.containers;
    if (frontend === undefined) throw new Error('no container');
    delete frontend.listens;
    expect(knowledgeWords('network', view)).toContain(`Inferred: where ${frontend.service ?? ''} listens.`);
    const many = manyServices(0);
    for (const container of many.containers) delete container.listens;
    expect(knowledgeWords('network', many)).toMatch(/Inferred: where \S+ and \d+ more listen\. Not seen: /);
  });

  it('tells the known from the inferred in each view', () => {
    for (const about of ['requests', 'lifecycle', 'volumes', 'layers'] as const)
      expect(knowledgeWords(about, bothBridged(0))).toMatch(/^Known: .* Inferred: /);
  });
});
