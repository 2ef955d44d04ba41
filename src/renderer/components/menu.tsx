import { Menu as Headless } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';

export interface MenuProps {
  trigger: ReactElement<Record<string, unknown>>;
  /** Which edge of the button the list keeps to. */
  align?: 'start' | 'end';
  children: ReactNode;
}

/** A button (given as an element, with its own name) that opens a list of actions. */
export function Menu({ trigger, align = 'end', children }: MenuProps): ReactElement {
  return (
    <Headless.Root modal={false}>
      <Headless.Trigger render={trigger} />
      <Headless.Portal>
        <Headless.Positioner sideOffset={6} align={align} className="layer-menu">
          <Headless.Popup className="menu">{children}</Headless.Popup>
        </Headless.Positioner>
      </Headless.Portal>
    </Headless.Root>
  );
}

export interface MenuAtProps {
  /** Of what it belongs to, on the page. */
  place: DOMRect;
  /** For screen readers. */
  label: string;
  /** It is gone, also after a choice. */
  onClose: () => void;
  children: ReactNode;
}

/** A list of actions that is open beside something which is no button. Whoever opens it gives the focus back. */
export function MenuAt({ place, label, onClose, children }: MenuAtProps): ReactElement {
  return (
    <Headless.Root modal={false} open onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}>
      <Headless.Portal>
        <Headless.Positioner anchor={{ getBoundingClientRect: () => place }} sideOffset={4} align="start" className="layer-menu">
          <Headless.Popup className="menu" aria-label={label} finalFocus={false}>
            {children}
          </Headless.Popup>
        </Headless.Positioner>
      </Headless.Portal>
    </Headless.Root>
  );
}

export interface MenuItemProps {
  onSelect: () => void;
  isDisabled?: boolean;
  children: ReactNode;
}

export function MenuItem({ onSelect, isDisabled = false, children }: MenuItemProps): ReactElement {
  return (
    <Headless.Item className="menu-item" disabled={isDisabled} onClick={onSelect}>
      {children}
    </Headless.Item>
  );
}

export function MenuNote({ children }: { children: ReactNode }): ReactElement {
  return <div className="menu-note">{children}</div>;
}

/** Belongs together, apart from what stands above. */
export function MenuSection({ title, children }: { title: string; children: ReactNode }): ReactElement {
  return (
    <Headless.Group className="menu-section">
      <Headless.GroupLabel className="menu-title">{title}</Headless.GroupLabel>
      {children}
    </Headless.Group>
  );
}

export interface MenuChoiceProps<Value extends string> {
  /** Where nothing on the screen names it. */
  label?: string;
  value: Value;
  options: readonly { value: Value; label: string; icon?: ReactNode }[];
  onChange: (value: Value) => void;
}

/** One of a few, in a menu. */
export function MenuChoice<Value extends string>({ label, value, options, onChange }: MenuChoiceProps<Value>): ReactElement {
  return (
    <Headless.RadioGroup aria-label={label} value={value} onValueChange={(next) => onChange(next as Value)}>
      {options.map((option) => (
        <Headless.RadioItem key={option.value} value={option.value} className="menu-item" closeOnClick>
          {option.icon}
          <span className="menu-item-text">{option.label}</span>
          <Headless.RadioItemIndicator className="menu-item-mark">
            <Check aria-hidden />
          </Headless.RadioItemIndicator>
        </Headless.RadioItem>
      ))}
    </Headless.RadioGroup>
  );
}
