import { useRef, useState, type RefObject } from 'react';
import type { PictureActionsProps } from './picture-actions.tsx';
import { useBox, type Box } from './use-box.ts';
import { useFilling } from './use-filling.ts';

/** What the frame of a picture needs, whatever is drawn in it. */
export interface PictureFrame {
  frame: RefObject<HTMLDivElement | null>;
  /** What is measured, and scrolls where the picture is higher. */
  scroll: RefObject<HTMLDivElement | null>;
  box: Box;
  isText: boolean;
  className: string;
  actions: PictureActionsProps;
}

export function usePicture(name: string): PictureFrame {
  const frame = useRef<HTMLDivElement>(null);
  const scroll = useRef<HTMLDivElement>(null);
  const [isText, onText] = useState(false);
  const [isFilling, onFill] = useFilling();
  return {
    frame,
    scroll,
    box: useBox(scroll),
    isText,
    className: isFilling ? 'view is-filling' : 'view',
    actions: { name, frame, isText, onText, isFilling, onFill },
  };
}
