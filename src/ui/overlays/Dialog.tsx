/**
 * A modal dialog on the browser's own `dialog` element: it keeps the focus inside, makes the rest inert, gives the focus
 * back, and needs no injected style sheet (the content security policy forbids those).
 */
import { useEffect, useId, useRef, useState, type MouseEvent, type ReactNode } from 'react';
import { X } from 'lucide-react';
import { Button } from '../controls/Button';
import { PortalHost } from './portal-host';
import './overlays.css';

export interface DialogProps {
  readonly isOpen: boolean;
  /** Asked for by Escape, the cross and a press beside the dialog. */
  readonly onClose: () => void;
  readonly title: string;
  readonly description?: string | undefined;
  readonly children?: ReactNode;
  /** Buttons at the end; the main one last. */
  readonly footer?: ReactNode;
  readonly size?: 'small' | 'normal' | 'wide' | undefined;
  /** Where a press beside the dialog would lose work. */
  readonly isHeldOpen?: boolean | undefined;
}

function OpenDialog({ onClose, title, description, children, footer, size = 'normal',
  isHeldOpen = false }: DialogProps): ReactNode {
  const id = useId();
  const ref = useRef<HTMLDialogElement>(null);
  const pressedBeside = useRef(false);
  const [host, setHost] = useState<HTMLElement | null>(null);

  useEffect(() => {
    const dialog = ref.current;
    if (dialog === null) return undefined;
    const before = document.activeElement;
    if (!dialog.open) dialog.showModal();
    setHost(dialog);
    return () => {
      dialog.close();
      // React may remove the element before the browser gives the focus back.
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);

  const isBeside = (event: MouseEvent): boolean => {
    const box = ref.current?.getBoundingClientRect();
    return box !== undefined && event.target === ref.current
      && (event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom);
  };
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions -- Escape closes
    <dialog ref={ref} className="ui-dialog" data-size={size} aria-labelledby={`${id}-title`}
      aria-describedby={description === undefined ? undefined : `${id}-text`}
      onCancel={(event) => { event.preventDefault(); onClose(); }}
      onPointerDown={(event) => { pressedBeside.current = isBeside(event); }}
      onClick={(event) => { if (!isHeldOpen && pressedBeside.current && isBeside(event)) onClose(); }}>
      <PortalHost value={host}>
        <header className="ui-dialog-head">
          <h2 id={`${id}-title`}>{title}</h2>
          {description !== undefined && <p id={`${id}-text`} className="ui-muted">{description}</p>}
        </header>
        {children !== undefined && <div className="ui-dialog-body">{children}</div>}
        {footer !== undefined && <footer className="ui-dialog-foot">{footer}</footer>}
        <Button variant="quiet" className="ui-icon-button ui-dialog-close" aria-label="Close" onClick={onClose}>
          <X aria-hidden className="ui-icon" />
        </Button>
      </PortalHost>
    </dialog>
  );
}

export function Dialog(props: DialogProps): ReactNode {
  return props.isOpen ? <OpenDialog {...props} /> : null;
}
