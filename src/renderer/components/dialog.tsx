import { Dialog as Headless } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { useRef, type ReactElement, type ReactNode, type RefObject } from 'react';
import { returnFocus } from './return-focus.ts';

export interface DialogProps {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  children: ReactNode;
  /** A question that must be answered with one of its buttons. */
  isAlert?: boolean;
  size?: 'small' | 'wide';
  /** What gets the focus; else the first control below the title. */
  initialFocus?: RefObject<HTMLElement | null>;
}

export function Dialog({ title, isOpen, onClose, children, isAlert = false, size = 'small', initialFocus }: DialogProps): ReactElement {
  const popup = useRef<HTMLDivElement>(null);
  const question = isAlert ? { 'data-question': '' } : {};
  return (
    <Headless.Root open={isOpen} onOpenChange={(open) => !open && onClose()} disablePointerDismissal={isAlert}>
      <Headless.Portal>
        <Headless.Backdrop className="backdrop" {...question} />
        <Headless.Popup
          {...question}
          ref={popup}
          className={`dialog dialog-${size}`}
          // A finger would bring up the keyboard of the screen.
          finalFocus={returnFocus()}
          initialFocus={initialFocus ?? ((way) => (way === 'touch' ? true : (firstControl(popup.current) ?? true)))}
        >
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

/** What the dialog is about comes before the way out of it; of a group of choices, the one that is made. */
function firstControl(popup: HTMLElement | null): HTMLElement | undefined {
  const controls = [...(popup?.querySelectorAll<HTMLElement>('input, select, textarea, button, a[href], summary') ?? [])];
  const first = controls.find((control) => !control.matches(':disabled') && control.closest('.dialog-head') === null);
  if (!(first instanceof HTMLInputElement) || first.type !== 'radio') return first;
  return controls.find((control) => control instanceof HTMLInputElement && control.name === first.name && control.checked) ?? first;
}
