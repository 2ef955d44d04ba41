import { formatSize } from '../../format/size.ts';
import { layerNote, type ImageStack, type StackLayer } from './image-stack.ts';

export interface StackText {
  id: string;
  head: string;
  /** One a layer, the oldest first. */
  layers: readonly string[];
}

/** The towers in words: every image, every layer with its size. */
export function layersText(stacks: readonly ImageStack[]): StackText[] {
  return stacks.map((stack) => {
    const solid = stack.layers.filter((layer) => !layer.isEmpty);
    const cached = solid.filter((layer) => layer.isReused === true).length;
    const parts = [
      `${stack.name}: ${formatSize(stack.size)} in ${solid.length === 1 ? '1 layer' : `${solid.length} layers`}`,
      ...(cached === 0 ? [] : [`${cached} of them from the cache`]),
      ...(stack.isOnDevice ? [] : ['no longer on the device']),
    ];
    return { id: stack.id, head: `${parts.join(', ')}.`, layers: stack.layers.map(layerText) };
  });
}

function layerText(layer: StackLayer): string {
  const note = layerNote(layer);
  const facts = layer.isEmpty ? note : [formatSize(layer.size), ...(note === '' ? [] : [note])].join(', ');
  return `${layer.word} ${layer.text}: ${facts}.`;
}

/** What stands for the steps without files, in at most so many letters. */
export function settingsWords(count: number, letters: number): string {
  const steps = count === 1 ? '1 step that changes settings only' : `${count} steps that change settings only`;
  const names = [`+ ${steps}`, count === 1 ? '+ 1 settings step' : `+ ${count} settings steps`, `+ ${count} settings`];
  return names.find((name) => name.length <= letters) ?? `+ ${count}`;
}
