import { Dialog as Headless } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactElement, ReactNode, RefObject } from 'react';

export interface DialogProps {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  children: ReactNode;
  /** A question that must be answered with one of its buttons. */
  isAlert?: boolean;
  size?: 'small' | 'wide';
  /** What gets the focus; else the first thing that can have it. */
  initialFocus?: RefObject<HTMLElement | null>;
}

export function Dialog({ title, isOpen, onClose, children, isAlert = false, size = 'small', initialFocus }: DialogProps): ReactElement {
  return (
    <Headless.Root open={isOpen} onOpenChange={(open) => !open && onClose()} disablePointerDismissal={isAlert}>
      <Headless.Portal>
        <Headless.Backdrop className="backdrop" />
        <Headless.Popup className={`dialog dialog-${size}`} initialFocus={initialFocus}>
          <div className="dialog-head">
            <Headless.Title className="dialog-title">{title}</Headless.Title>
            {isAlert ? null : (
              <Headless.Close className="icon-button" aria-label="Close">
                <X aria-hidden />
              </Headless.Close>
            )}
          </div>
          {children}
        </Headless.Popup>
      </Headless.Portal>
    </Headless.Root>
  );
}
